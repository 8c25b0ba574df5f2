// Of the drawing in this page: texts that leave it, and texts that lie on one another.
// SPDX-License-Identifier: GPL-2.0-or-later
const picture = document.querySelector("svg");
const texts = [...picture.querySelectorAll("text")].map((node) => ({
  text: node.textContent,
  box: node.getBBox(),
}));
const complaints = [];
const inset = 2; // boxes are those of the line, which is higher than its letters

for (const { text, box } of texts) {
  if (box.x < 0 || box.y < 0 || box.x + box.width > picture.viewBox.baseVal.width
      || box.y + box.height > picture.viewBox.baseVal.height)
    complaints.push(`leaves the drawing: ${text}`);
}
for (let i = 0; i < texts.length; i++) {
  for (let k = i + 1; k < texts.length; k++) {
    const a = texts[i].box, b = texts[k].box;
    const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
    const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
    if (across > inset && down > inset)
      complaints.push(`one on the other: ${texts[i].text} / ${texts[k].text}`);
  }
}
document.body.dataset.result = JSON.stringify({ texts: texts.length, complaints });
