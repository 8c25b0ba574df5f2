// What Mermaid's own parser finds in each FILE: a line of JSON, or its complaint.
// usage: parse.mjs FILE...   (where node finds the packages mermaid and jsdom)
// SPDX-License-Identifier: GPL-2.0-or-later
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const { window } = new JSDOM(""); // Mermaid cleans titles with a browser's DOM
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import("mermaid");

// Inside, Mermaid writes entities in a form of its own until it has drawn.
const plain = (text) =>
  text.replace(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(Number(code)));

for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  try {
    await mermaid.parse(text);
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    console.log(JSON.stringify({
      file,
      length: text.length,
      title: plain(db.getDiagramTitle()),
      participants: db.getActorKeys().map((key) => plain(db.getActor(key).description)),
      messages: db.getMessages().map((m) => ({ from: m.from, to: m.to, text: plain(m.message),
                                               note: m.placement !== undefined })),
    }));
  } catch (error) {
    console.log(JSON.stringify({ file, error: String(error) }));
  }
}
