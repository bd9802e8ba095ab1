// How a coordinator writes down what a family says yes and no to.

import { choose, press, tick } from "./forms.mjs";

// writeConsent fills in whom it is to, whom it is about, what is asked for and
// who answers; family is the family's address, and parts are in bokmål.
export async function writeConsent({ say, at }, page, family, { unit, about, parts, by }) {
  await page.goto(at(`${family}/samtykker/nytt`));
  await tick(page, say("Hva er det til?"), say("Samarbeide om planen"));
  await choose(page, say("Til hvem?"), unit);
  await tick(page, say("Hvem gjelder det?"), about);
  await tick(page, say("Hva ber vi om å dele?"), ...parts.map(say));
  await tick(page, say("Hvem svarer?"), by);
}

// writeOral fills in that the answer was given aloud.
export async function writeOral({ say }, page) {
  await tick(page, say("Hvordan ble det sagt?"), say("Muntlig"));
  await page.getByLabel(say("Hvor og til hvem ble det sagt?")).fill("Til meg, på telefon.");
}

// askOnOwnPage asks the one who answers to do so on their own page.
export async function askOnOwnPage({ say }, page) {
  await tick(page, say("Hva ble svaret?"), say("Vi spør på egen side"));
  await press(page, say("Lagre"));
}
