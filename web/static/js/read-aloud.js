// Reads a page aloud with a voice that lives in the device itself. A voice that
// is not local would send the child's words away to be read, so it is never
// used, and where there is no local one nothing is shown. Without JavaScript
// the button stays hidden too.

// localVoice is a voice of the device for the page's language, or null. Both
// written languages are read by a Norwegian voice.
export function localVoice(speech, lang) {
  const wanted = lang === "nn" ? ["nn", "nb", "no"] : ["nb", "no", "nn"];
  const voices = speech.getVoices().filter((voice) => voice.localService === true);
  for (const code of wanted) {
    const found = voices.find((voice) => voice.lang.toLowerCase().split(/[-_]/)[0] === code);
    if (found) return found;
  }
  return null;
}

// textOf is what is read, piece by piece: what the page shows, in order.
export function textOf(main) {
  const parts = main.querySelectorAll("h1, .lead, [data-speak], legend, .choice-label, .scale-choice label, label.ds-label");
  return Array.from(parts, (part) => part.textContent.replace(/\s+/g, " ").trim()).filter(Boolean);
}

// readAloud makes the button work, and shows it once there is a local voice.
export function readAloud(box, main, speech, Utterance) {
  const button = box.querySelector("button");
  const label = button.querySelector("span");
  const start = label.textContent;
  let reading = false;
  const rest = () => {
    reading = false;
    label.textContent = start;
  };
  const show = () => { box.hidden = localVoice(speech, box.dataset.lang) === null; };
  button.addEventListener("click", () => {
    speech.cancel();
    const voice = localVoice(speech, box.dataset.lang);
    if (reading || voice === null) {
      rest();
      show();
      return;
    }
    reading = true;
    label.textContent = box.dataset.stop;
    const parts = textOf(main);
    parts.forEach((text, i) => {
      const piece = new Utterance(text);
      piece.voice = voice;
      piece.lang = voice.lang;
      piece.rate = 0.9;
      piece.onerror = rest;
      if (i === parts.length - 1) piece.onend = rest;
      speech.speak(piece);
    });
  });
  speech.addEventListener?.("voiceschanged", show);
  show();
  return () => { speech.cancel(); rest(); };
}

if (typeof document !== "undefined" && "speechSynthesis" in window) {
  const box = document.querySelector("[data-read-aloud]");
  if (box) {
    const stop = readAloud(box, document.querySelector("main"), window.speechSynthesis, window.SpeechSynthesisUtterance);
    window.addEventListener("pagehide", stop);
  }
}
