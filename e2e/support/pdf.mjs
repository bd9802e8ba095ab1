// What can be told of a PDF that Chromium has made, without a library.

// sides is how many pages it has.
export function sides(pdf) {
  return [...pdf.toString("latin1").matchAll(/\/Type\s*\/Page\b(?!s)/g)].length;
}

// tagged tells whether readers of the screen can follow its structure.
export function tagged(pdf) {
  const text = pdf.toString("latin1");
  return /\/StructTreeRoot\b/.test(text) && /\/Marked\s+true/.test(text);
}
