"""Logins, and the registrations that need one: RFC 3261 §10 and §22."""

from hashlib import md5

from .flow import ALICE, BOB, PROXY, REGISTRAR, Call, case

PASSWORD = "wonderland"


def challenge(number, *parameters, realm="example.com", algorithm="MD5"):
    """The value of a WWW-Authenticate or Proxy-Authenticate; each number has a nonce of its own."""
    nonce = md5(f"nonce {number}".encode()).hexdigest()
    return ", ".join([f'Digest realm="{realm}", nonce="{nonce}", algorithm={algorithm}, qop="auth"', *parameters])


def value(line, name):
    return line.partition(f'{name}="')[2].partition('"')[0]


def credentials(line, user, method, uri, password=PASSWORD, count=1, algorithm="MD5", extra=""):
    """The answer to a challenge: RFC 2617 §3.2.2. `password` None: an empty response, as in AKA without a RES."""
    realm, nonce, cnonce = value(line, "realm"), value(line, "nonce"), "0a4f113b"

    def digest(*parts):
        return md5(b":".join(part.encode() if isinstance(part, str) else part for part in parts)).hexdigest()

    response = "" if password is None else digest(
        digest(user, realm, password), nonce, f"{count:08x}", cnonce, "auth", digest(method, uri))
    return (f'Digest username="{user}", realm="{realm}", nonce="{nonce}", uri="{uri}", response="{response}", '
            f'algorithm={algorithm}, cnonce="{cnonce}", qop=auth, nc={count:08x}{extra}')


class Registration(Call):
    """The REGISTERs of one user: From and To are the same, and all have one Call-ID."""

    def __init__(self, flow, user=ALICE, registrar=REGISTRAR, **options):
        super().__init__(flow, user, registrar, target=f"sip:{user.domain}", **options)
        self.to, self.login = user.uri, user.user

    def register(self, time, *extra, expires=600, **options):
        contact = f"Contact: <{self.caller.contact}>"
        return self.request(time, "REGISTER", contact, f"Expires: {expires}", *extra, inside=False, **options)

    def authorize(self, time, line, password=PASSWORD, count=1, **options):
        authorization = credentials(line, self.login, "REGISTER", self.target, password, count)
        return self.register(time, f"Authorization: {authorization}", **options)

    def refuse(self, time, request, line):
        return self.answer(time, request, 401, f"WWW-Authenticate: {line}")

    def accept(self, time, request, *extra, expires=600):
        return self.answer(time, request, 200, f"Contact: <{self.caller.contact}>;expires={expires}", *extra)


@case
def auth_ok(flow):
    alice, first = Registration(flow), challenge(1)
    alice.refuse(.02, alice.register(0), first)
    alice.accept(.08, alice.authorize(.05, first))


@case
def auth_stale(flow):
    alice, first, second = Registration(flow), challenge(1), challenge(2, "stale=true")
    alice.refuse(.02, alice.register(0), first)
    alice.accept(.08, alice.authorize(.05, first))
    # The nonce is kept for the refresh, and is too old by then
    alice.refuse(300.02, alice.authorize(300, first, count=2), second)
    alice.accept(300.08, alice.authorize(300.05, second))


@case
def auth_wrong(flow):
    alice, first = Registration(flow), challenge(1)
    alice.refuse(.02, alice.register(0), first)
    alice.refuse(.08, alice.authorize(.05, first, "looking-glass"), first)
    alice.answer(.14, alice.authorize(.11, first, "looking-glass", count=2), 403)


@case
def auth_thrice(flow):
    alice, first, second, third = Registration(flow), *(challenge(number) for number in (1, 2, 3))
    alice.refuse(.02, alice.register(0), first)
    alice.refuse(.08, alice.authorize(.05, first, "looking-glass"), second)
    alice.refuse(.14, alice.authorize(.11, second, "looking-glass"), third)


@case
def proxy_auth(flow):
    call, line = flow.call(ALICE, BOB, proxies=[PROXY]), challenge(1)
    invite = call.invite(0)
    call.ack(.04, call.answer(.02, invite, 407, f"Proxy-Authenticate: {line}", by=PROXY))

    def authorization(method, uri, count=1):
        return "Proxy-Authorization: " + credentials(line, "alice", method, uri, count=count)

    call.set_up(.05, authorization("INVITE", call.target))
    call.bye(10, authorization("BYE", BOB.contact, count=2))


@case
def unregister(flow):
    alice, first = Registration(flow), challenge(1)
    alice.refuse(.02, alice.register(0), first)
    alice.accept(.08, alice.authorize(.05, first))
    alice.answer(120.03, alice.authorize(120, first, count=2, expires=0), 200)


@case
def reregister(flow):
    alice, first = Registration(flow), challenge(1)
    alice.refuse(.02, alice.register(0, expires=60), first)
    alice.accept(.08, alice.authorize(.05, first, expires=60), expires=60)
    for number, time in enumerate((30, 60, 90), 2):     # each time at half of it
        alice.accept(time + .03, alice.authorize(time, first, count=number, expires=60), expires=60)
