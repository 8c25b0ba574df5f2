"""IMS and VoLTE, as domain/ims.md tells them: AKA, preconditions, restoration, emergency.

Over the security associations the ESP is taken off: what is left are the protected ports.
"""

import base64
from dataclasses import replace
from hashlib import sha256

from all_codes import EMERGENCY
from sip import SDP

from .flow import Party, case
from .registrations import Registration, credentials

DOMAIN = "ims.mnc001.mcc001.3gppnetwork.org"
PRIVATE = f"001010000000001@{DOMAIN}"
NUMBER = f"sip:+12025550101@{DOMAIN}"


def protected(party, client, server):
    return replace(party, port=server, source_port=client)


SIM = Party("001010000000001", "192.0.2.1", DOMAIN)         # before it knows its number
PCSCF = Party("", "192.0.2.20", DOMAIN)
SIM_SA, PCSCF_SA = protected(SIM, 5063, 5064), protected(PCSCF, 5065, 5066)
UE = replace(SIM_SA, user="+12025550101")
SCSCF = Party("", f"scscf.{DOMAIN}", DOMAIN)
CALLEE_SCSCF = Party("", f"scscf2.{DOMAIN}", DOMAIN)
CALLEE_PCSCF = protected(Party("", "198.51.100.20", DOMAIN), 5065, 5066)
CALLEE = protected(Party("+12025550102", "198.51.100.2", DOMAIN), 5063, 5064)
PSAP = Party("psap", "203.0.113.112", DOMAIN)

IPSEC = "ipsec-3gpp; {}alg=hmac-sha-1-96; prot=esp; mod=trans; ealg=null; spi-c={}; spi-s={}; port-c={}; port-s={}"
OFFERED = "Security-Client: " + IPSEC.format("", 1111, 1112, 5063, 5064)
CHOSEN = IPSEC.format("q=0.1; ", 2221, 2222, 5065, 5066)
AGREED = ["Require: sec-agree", "Proxy-Require: sec-agree"]
VERIFY = [*AGREED, f"Security-Verify: {CHOSEN}"]
ACCESS = "P-Access-Network-Info: 3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=0010100010019B01"
SERVICE_ROUTE = f"<sip:orig@{SCSCF.address};lr>"
ROUTE = f"Route: <{PCSCF_SA.contact};lr>, {SERVICE_ROUTE}"

MMTEL = "urn%3Aurn-7%3A3gpp-service.ims.icsi.mmtel"
FEATURE = f';+g.3gpp.icsi-ref="{MMTEL}";audio'
ACCEPT_CONTACT = f'Accept-Contact: *;+g.3gpp.icsi-ref="{MMTEL}"'

ANNEX = "application/3gpp-ims+xml"
RESTORATION = """<?xml version="1.0" encoding="UTF-8"?>
<ims-3gpp version="1">
  <alternative-service>
    <type>restoration</type>
    <reason>The S-CSCF has lost the user</reason>
    <action>initial-registration</action>
  </alternative-service>
</ims-3gpp>
"""
REGINFO = f"""<?xml version="1.0" encoding="UTF-8"?>
<reginfo xmlns="urn:ietf:params:xml:ns:reginfo" version="0" state="full">
  <registration aor="{NUMBER}" id="r1" state="active">
    <contact id="c1" state="active" event="registered"><uri>{SIM_SA.contact}</uri></contact>
  </registration>
</reginfo>
"""


def octets(label, length):
    return sha256(label.encode()).digest()[:length]


def vector(number):
    """A challenge (RAND and AUTN: RFC 3310 §3.2) and the RES that answers it."""
    nonce = base64.b64encode(octets(f"vector {number}", 32)).decode()
    return (f'Digest realm="{DOMAIN}", nonce="{nonce}", algorithm=AKAv1-MD5, qop="auth"',
            octets(f"RES {number}", 8))


class Aka(Registration):
    """One registration of the SIM: first in the clear, then over the security associations."""

    def __init__(self, flow, parameters="", **options):
        super().__init__(flow, SIM, PCSCF, **options)
        self.parameters = parameters

    def ask(self, time, *extra, authorization=None, agree=(*AGREED, OFFERED), expires=600000):
        """In the clear."""
        authorization = authorization or (
            f'Digest username="{PRIVATE}", realm="{DOMAIN}", nonce="", uri="{self.target}", response=""')
        return self.request(time, "REGISTER", f"Contact: <{self.caller.contact}{self.parameters}>{FEATURE}",
                            f"Expires: {expires}", f"Authorization: {authorization}", *agree,
                            "Supported: path", ACCESS, *extra, inside=False)

    def challenge(self, time, request, line):
        return self.answer(time, request, 401, f"WWW-Authenticate: {line}", f"Security-Server: {CHOSEN}")

    def respond(self, time, line, password, extra=""):
        return self.ask(time, authorization=credentials(
            line, PRIVATE, "REGISTER", self.target, password, algorithm="AKAv1-MD5", extra=extra))

    def finish(self, time, line, password):
        """Over the security associations, with the 200."""
        self.caller, self.nodes = SIM_SA, [SIM_SA, PCSCF_SA]
        authorization = credentials(line, PRIVATE, "REGISTER", self.target, password, algorithm="AKAv1-MD5")
        final = self.ask(time, authorization=authorization, agree=[*VERIFY, OFFERED])
        self.answer(time + .18, final, 200, f"Contact: <{self.caller.contact}{self.parameters}>;expires=600000",
                    f"Service-Route: {SERVICE_ROUTE}", f"P-Associated-URI: <{NUMBER}>, <tel:+12025550101>")

    def complete(self, time, number=1):
        line, res = vector(number)
        self.challenge(time + .15, self.ask(time), line)
        self.finish(time + .4, line, res)


@case
def aka(flow):
    Aka(flow).complete(0)
    watch = flow.call(UE, SCSCF, proxies=[PCSCF_SA], target=NUMBER, to=NUMBER)
    subscribe = watch.request(.7, "SUBSCRIBE", ROUTE, "Event: reg", "Expires: 600000",
                              "Accept: application/reginfo+xml", f"P-Preferred-Identity: <{NUMBER}>", ACCESS, *VERIFY)
    watch.answer(.8, subscribe, 200, "Expires: 600000")
    notify = watch.request(.82, "NOTIFY", "Event: reg", "Subscription-State: active;expires=600000", by=SCSCF,
                           body=("application/reginfo+xml", REGINFO))
    watch.answer(.85, notify, 200)


@case
def aka_resync(flow):
    login, (first, _), (second, res) = Aka(flow), vector(1), vector(2)
    login.challenge(.15, login.ask(0), first)
    # With auts the password is empty: RFC 3310 §3.4
    auts = base64.b64encode(octets("auts", 14)).decode()
    login.challenge(.5, login.respond(.35, first, b"", f', auts="{auts}"'), second)
    login.finish(.8, second, res)


@case
def aka_mac(flow):
    login, (first, _), (second, _) = Aka(flow), vector(1), vector(2)
    login.challenge(.15, login.ask(0), first)
    login.challenge(.5, login.respond(.35, first, None), second)
    login.answer(.85, login.respond(.7, second, None), 403)


def voice(party, version, local=None, remote=None, *attributes, port=49152):
    """`local`, `remote`: the directions in which resources are reserved. None: no preconditions."""
    lines = ["v=0", f"o=- {sum(party.host.encode())} {version} IN IP4 {party.host}", "s=-", f"c=IN IP4 {party.host}",
             "b=AS:41", "t=0 0", f"m=audio {port} RTP/AVP 104 105", "a=rtpmap:104 AMR-WB/16000",
             "a=fmtp:104 mode-change-capability=2;max-red=0", "a=rtpmap:105 telephone-event/16000", "a=fmtp:105 0-15"]
    if local:
        lines += [f"a=curr:qos local {local}", f"a=curr:qos remote {remote}", "a=des:qos mandatory local sendrecv",
                  "a=des:qos mandatory remote sendrecv"]
    return SDP, "\r\n".join([*lines, *attributes, ""])


REQUIRE = "Require: precondition"
CONFIRM = "a=conf:qos remote sendrecv"      # tell me when you have reserved: RFC 3312 §4


class VoiceCall:
    """The messages of a VoLTE call, with what a UE puts into them; `call` is their Call."""

    def __init__(self, call, supported="100rel, precondition", callee_says=()):
        self.call, self.supported, self.callee_says = call, f"Supported: {supported}", callee_says

    def contact(self, party):
        return f"Contact: <{party.contact}>{FEATURE}"

    def invite(self, time, *extra, body):
        return self.call.invite(time, self.contact(self.call.caller), *extra, self.supported, ACCEPT_CONTACT,
                                "P-Early-Media: supported", body=body)

    def answer(self, time, request, code, *extra, **options):
        return self.call.answer(time, request, code, self.contact(self.call.callee), *self.callee_says, *extra,
                                **options)

    def preconditions(self, invite, progress, prack, update):
        """183, PRACK, UPDATE: neither side has its bearer at the 183, the caller has it at the UPDATE."""
        call, caller, callee = self.call, self.call.caller, self.call.callee
        reliable = self.answer(progress, invite, 183, REQUIRE, reliable=True,
                               body=voice(callee, 1, "none", "none", CONFIRM))
        call.answer(prack + .16, call.prack(prack, reliable), 200)
        request = call.request(update, "UPDATE", self.contact(caller), REQUIRE,
                               body=voice(caller, 2, "sendrecv", "none"))
        return self.answer(update + .2, request, 200, REQUIRE, body=voice(callee, 2, "none", "sendrecv"))


def originating(flow, supported="100rel, precondition", callee=CALLEE, **options):
    """Seen at the caller's UE."""
    call = flow.call(UE, callee, proxies=[PCSCF_SA, SCSCF], **options)
    call.always = [*VERIFY, ACCESS]
    return VoiceCall(call, supported)


CALLING = [ROUTE, f"P-Preferred-Identity: <{NUMBER}>", "P-Preferred-Service: urn:urn-7:3gpp-service.ims.icsi.mmtel"]


@case
def precondition_580(flow):
    voip = originating(flow)
    invite = voip.invite(0, *CALLING, body=voice(UE, 1, "none", "none"))
    voip.call.answer(.05, invite, 100)
    voip.preconditions(invite, 1.2, 1.25, 1.6)
    # The callee's bearer is what is missing, so "local" is the callee's side
    failed = voice(CALLEE, 3, "none", "sendrecv", port=0)
    failed = SDP, failed[1].replace("des:qos mandatory local", "des:qos failure local")
    voip.call.ack(11.65, voip.call.answer(11.6, invite, 580, body=failed))


@case
def volte_mt(flow):
    """Seen at the callee's UE."""
    call = flow.call(UE, CALLEE, proxies=[PCSCF_SA, SCSCF, CALLEE_SCSCF, CALLEE_PCSCF], seen=[4],
                     target=CALLEE.contact, to=CALLEE.uri)
    voip = VoiceCall(call, callee_says=[ACCESS])
    invite = voip.invite(0, f"P-Asserted-Identity: <{NUMBER}>", f"P-Called-Party-ID: <{CALLEE.uri}>",
                         body=voice(UE, 1, "none", "none"))
    call.answer(.03, invite, 100)
    voip.preconditions(invite, .2, .6, 1.1)
    voip.answer(1.6, invite, 180)
    call.ack(8.3, voip.answer(8, invite, 200))
    call.bye(40)


@case
def volte_no_precondition(flow):
    voip = originating(flow, "100rel")
    call = voip.call
    invite = voip.invite(0, *CALLING, body=voice(UE, 1))
    call.answer(.05, invite, 100)
    ringing = voip.answer(1.5, invite, 180, reliable=True, body=voice(CALLEE, 1))
    call.answer(1.7, call.prack(1.55, ringing), 200)
    call.ack(7.03, voip.answer(7, invite, 200))
    call.bye(40, by=CALLEE)


@case
def volte_both_ready(flow):
    voip = originating(flow)
    call = voip.call
    invite = voip.invite(0, *CALLING, body=voice(UE, 1, "sendrecv", "none"))
    call.answer(.05, invite, 100)
    progress = voip.answer(1.2, invite, 183, REQUIRE, reliable=True, body=voice(CALLEE, 1, "sendrecv", "sendrecv"))
    call.answer(1.41, call.prack(1.25, progress), 200)
    voip.answer(1.5, invite, 180)
    call.ack(7.03, voip.answer(7, invite, 200))
    call.bye(40)


@case
def sec_agree_494(flow):
    login = Aka(flow)
    challenged = login.ask(0, agree=["Supported: sec-agree"])
    login.answer(.03, challenged, 494, f"Security-Server: {CHOSEN}", "Require: sec-agree")
    login.complete(.1)


@case
def restoration_504(flow):
    Aka(flow).complete(0)
    voip = originating(flow)
    invite = voip.invite(60, *CALLING, f"Accept: application/sdp, {ANNEX}", body=voice(UE, 1, "none", "none"))
    voip.call.answer(60.05, invite, 100)
    lost = voip.call.answer(60.3, invite, 504, f"P-Asserted-Identity: <{SCSCF.contact}>", body=(ANNEX, RESTORATION))
    voip.call.ack(60.33, lost)
    Aka(flow).complete(60.5, number=2)


@case
def emergency_380(flow):
    Aka(flow).complete(0)
    dialled = f"sip:112@{DOMAIN};user=phone"
    first = originating(flow, callee=PSAP, target=dialled, to=dialled)
    invite = first.invite(60, *CALLING, f"Accept: application/sdp, {ANNEX}", body=voice(UE, 1, "none", "none"))
    first.call.answer(60.05, invite, 100)
    told = first.call.answer(60.2, invite, 380, f"P-Asserted-Identity: <{PCSCF.contact}>", body=(ANNEX, EMERGENCY))
    first.call.ack(60.23, told)
    Aka(flow, parameters=";sos").complete(60.5, number=2)
    second = originating(flow, "100rel", PSAP, target="urn:service:sos", to="urn:service:sos")
    call = second.call
    invite = second.invite(61.5, *CALLING, body=voice(UE, 1))
    call.answer(61.55, invite, 100)
    second.answer(62, invite, 180)
    call.ack(64.03, second.answer(64, invite, 200, body=voice(PSAP, 1)))
    call.bye(120)
