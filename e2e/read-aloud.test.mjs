// What a child has written never leaves the device to be read aloud: only a
// voice that lives in the device is used, and without one nothing is shown.
import assert from "node:assert/strict";
import { test } from "node:test";
import { localVoice, readAloud } from "../web/static/js/read-aloud.js";

const remote = { name: "Remote", lang: "nb-NO", localService: false };
const silent = { name: "Unknown", lang: "nb-NO" }; // does not say where it is
const english = { name: "English", lang: "en-GB", localService: true };
const local = { name: "Local", lang: "nb_NO", localService: true };

// speechOf is a fake of the browser's speechSynthesis.
function speechOf(voices) {
  const speech = {
    voices, spoken: [], cancelled: 0, listeners: [],
    getVoices: () => speech.voices,
    speak: (piece) => speech.spoken.push(piece),
    cancel: () => { speech.cancelled += 1; },
    addEventListener: (name, listener) => speech.listeners.push([name, listener]),
    change(next) {
      speech.voices = next;
      for (const [name, listener] of speech.listeners) if (name === "voiceschanged") listener();
    },
  };
  return speech;
}

class Utterance {
  constructor(text) { this.text = text; }
}

// pageOf is a fake of a page with a button and two pieces of text.
function pageOf(lang = "nb") {
  const label = { textContent: "Les høyt" };
  const button = {
    querySelector: () => label,
    addEventListener: (_, press) => { button.press = press; },
  };
  return {
    label, button,
    box: { hidden: true, dataset: { lang, stop: "Stopp lesingen" }, querySelector: () => button },
    main: { querySelectorAll: () => [{ textContent: " Hei,\n  Noor " }, { textContent: "Det er mitt" }, { textContent: " " }] },
  };
}

test("without a local voice nothing is shown and nothing is said", () => {
  for (const voices of [[], [remote], [silent], [english], [remote, silent, english]]) {
    const page = pageOf();
    const speech = speechOf(voices);
    readAloud(page.box, page.main, speech, Utterance);
    assert.equal(page.box.hidden, true);
    page.button.press();
    assert.deepEqual(speech.spoken, []);
  }
});

test("only the local voice is used, also when a remote one comes first", () => {
  const page = pageOf();
  const speech = speechOf([remote, silent, english, local]);
  readAloud(page.box, page.main, speech, Utterance);
  assert.equal(page.box.hidden, false);
  page.button.press();
  assert.deepEqual(speech.spoken.map((piece) => piece.text), ["Hei, Noor", "Det er mitt"]);
  for (const piece of speech.spoken) assert.equal(piece.voice, local);
  assert.equal(page.label.textContent, "Stopp lesingen");
});

test("a voice that comes later shows the button, and one that goes is not used", () => {
  const page = pageOf();
  const speech = speechOf([]);
  readAloud(page.box, page.main, speech, Utterance);
  assert.equal(page.box.hidden, true);
  speech.change([remote, local]);
  assert.equal(page.box.hidden, false);
  speech.voices = [remote];
  page.button.press();
  assert.deepEqual(speech.spoken, []);
  assert.equal(page.box.hidden, true);
});

test("a second press stops, and the last word gives the button back", () => {
  const page = pageOf();
  const speech = speechOf([local]);
  const stop = readAloud(page.box, page.main, speech, Utterance);
  page.button.press();
  page.button.press();
  assert.equal(page.label.textContent, "Les høyt");
  assert.equal(speech.spoken.length, 2);
  page.button.press();
  speech.spoken.at(-1).onend();
  assert.equal(page.label.textContent, "Les høyt");
  const before = speech.cancelled;
  stop();
  assert.equal(speech.cancelled, before + 1);
});

test("nynorsk is read by a nynorsk voice before a bokmål one", () => {
  const nynorsk = { name: "Nynorsk", lang: "nn-NO", localService: true };
  assert.equal(localVoice(speechOf([local, nynorsk]), "nn"), nynorsk);
  assert.equal(localVoice(speechOf([local]), "nn"), local);
  assert.equal(localVoice(speechOf([nynorsk, local]), "nb"), local);
});
