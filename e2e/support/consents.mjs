// How a coordinator writes down what a family says yes and no to, step by step.

import { choose, heading, press, tick } from "./forms.mjs";

// writeConsent fills in who answers, to whom, what is asked for and whom it is
// about, and stops where the answer is written down. family is the family's
// address, about is one person or several, and parts are in bokmål.
export async function writeConsent({ say, at }, page, family, { unit, about, parts, by }) {
  await page.goto(at(`${family}/samtykker/nytt`));
  await tick(page, say("Hvem svarer?"), by);
  await choose(page, say("Til hvem?"), unit);
  await tick(page, say("Hva er det til?"), say("Samarbeide om planen"));
  await press(page, say("Neste"));
  await heading(page, say("Hva får de se, og om hvem?"));
  await tick(page, say("Hva ber vi om å dele?"), ...parts.map(say));
  await tick(page, say("Hvem gjelder det?"), ...[about].flat());
  await press(page, say("Neste"));
  await heading(page, say("Hva ble svaret, og hvor lenge gjelder det?"));
}

// writeOral fills in that the answer was given aloud.
export async function writeOral({ say }, page) {
  await tick(page, say("Hvordan ble det sagt?"), say("Muntlig"));
  await page.getByLabel(say("Hvor og til hvem ble det sagt?")).fill("Til meg, på telefon.");
}

// saveConsent looks it all over, and writes it down.
export async function saveConsent({ say, look }, page) {
  await press(page, say("Neste"));
  await heading(page, say("Stemmer dette?"));
  await look(page);
  await press(page, say("Lagre"));
}

// askOnOwnPage asks the one who answers to do so on their own page.
export async function askOnOwnPage(house, page) {
  await tick(page, house.say("Hva ble svaret?"), house.say("Vi spør på egen side"));
  await saveConsent(house, page);
}
