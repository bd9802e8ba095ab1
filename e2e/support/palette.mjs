// Makes a screenshot small: a PNG of at most 256 colours, the ones used most.

import { deflateSync } from "node:zlib";

// small is a PNG as a smaller one. Chromium reads the picture; page may be any.
export async function small(page, png) {
  const { width, height, base64 } = await page.evaluate(read, png.toString("base64"));
  const pixels = Buffer.from(base64, "base64");
  const { colours, indexOf } = palette(pixels);
  const lines = Buffer.alloc((width + 1) * height); // each line begins with 0: no filter
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) lines[y * (width + 1) + x + 1] = indexOf(colourAt(pixels, (y * width + x) * 4));
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8); // eight bits, palette
  const table = Buffer.from(colours.flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255]));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", head), chunk("PLTE", table), chunk("IDAT", deflateSync(lines, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}

// read runs in the page: the picture's pixels, as red, green, blue, alpha.
async function read(base64) {
  const raw = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const image = await createImageBitmap(new Blob([raw], { type: "image/png" }));
  const canvas = new OffscreenCanvas(image.width, image.height);
  const drawing = canvas.getContext("2d");
  drawing.drawImage(image, 0, 0);
  const { data } = drawing.getImageData(0, 0, image.width, image.height);
  let text = "";
  for (let at = 0; at < data.length; at += 32768) text += String.fromCharCode(...data.subarray(at, at + 32768));
  return { width: image.width, height: image.height, base64: btoa(text) };
}

function colourAt(pixels, at) {
  return (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2];
}

// palette is the colours used most, and which of them stands for each colour.
function palette(pixels) {
  const used = new Map();
  for (let at = 0; at < pixels.length; at += 4) {
    const colour = colourAt(pixels, at);
    used.set(colour, (used.get(colour) ?? 0) + 1);
  }
  const colours = [...used].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([colour]) => colour);
  const known = new Map(colours.map((colour, index) => [colour, index]));
  const indexOf = (colour) => {
    if (!known.has(colour)) known.set(colour, nearest(colours, colour));
    return known.get(colour);
  };
  return { colours, indexOf };
}

function nearest(colours, wanted) {
  const part = (colour, shift) => (colour >> shift) & 255;
  let best = 0;
  let least = Infinity;
  for (const [index, colour] of colours.entries()) {
    const far = [16, 8, 0].reduce((sum, shift) => sum + (part(colour, shift) - part(wanted, shift)) ** 2, 0);
    if (far < least) [best, least] = [index, far];
  }
  return best;
}

function chunk(name, content) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), content]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(content.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc(body), body.length + 4);
  return framed;
}

function crc(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
