// A coordinator opens a family that cannot wait. The family can read it; what
// must not be known to exist is answered like what does not exist.

import assert from "node:assert/strict";
import { PHONE } from "./support/browser.mjs";
import { forgetFault } from "./support/checks.mjs";
import { heading, press, told } from "./support/forms.mjs";
import { inBothLanguages } from "./support/languages.mjs";

const REASON = "Barnet står alene på skolen, og koordinatoren svarer ikke.";

// ask fills in what is needed to open a family that cannot wait.
async function ask({ say }, page, name, born) {
  await page.getByLabel(say("Fullt navn på en i familien")).fill(name);
  await page.getByLabel(say("Når er personen født?")).fill(born);
  await page.getByLabel(say("Hvorfor kan det ikke vente?")).fill(REASON);
  await press(page, say("Åpne i tre timer"));
}

inBothLanguages({ place: "bodo", names: ["Ragnhild", "Sjøgløtt"] }, (house) => {
  const { step, say, look } = house;

  step("a family is opened to read for three hours", async () => {
    const page = await house.enter("bodo.koordinator.2", "/nodtilgang", { viewport: PHONE });
    await press(page, say("Åpne i tre timer"));
    await page.getByRole("alert").waitFor();
    forgetFault(page, 422);
    await look(page);
    await ask(house, page, "Ragnhild Sjøgløtt", "17.04.1990");
    await told(page, say("Familien er åpen for deg i tre timer."));
    await page.getByText("Roger Tangvoll").waitFor();
    await look(page);
    await house.picture(page, "nodtilgang");
  });

  step("the family reads itself who opened it", async () => {
    const home = await house.enter("bodo.omsorgsperson.1", "/sett", { viewport: PHONE });
    await home.getByText("Jonas Tindskard").first().waitFor();
    await look(home);
    await house.picture(home, "sett-nodtilgang");
  });

  step("the personvernombud reads the reason, and no name", async () => {
    const officer = await house.enter("bodo.personvernombud.1", "/personvernombud/nodtilgang");
    await officer.getByText(REASON).waitFor();
    assert.doesNotMatch(await officer.content(), /Sjøgløtt/);
    await look(officer);
    await house.picture(officer, "nodtilgang-brukt");
  });
});

inBothLanguages({ place: "arendal" }, (house) => {
  const { step, say, look } = house;

  step("a family whose address is strictly secret is answered like nobody", async () => {
    const page = await house.enter("arendal.koordinator.1", "/nodtilgang");
    const answers = [];
    for (const [name, born] of [["Oksana Barvinchuk", "05.12.1985"], ["Ingen Slikmann", "05.12.1985"]]) {
      await ask(house, page, name, born);
      await page.getByText(say("Det er ingen å åpne for med dette navnet og denne datoen. Kan noen være i fare, ring politiet på 112 eller Alarmtelefonen på 116 111.")).first().waitFor();
      answers.push((await page.locator("main").innerText()).replaceAll(name, ""));
      forgetFault(page, 422);
      await look(page);
    }
    assert.equal(answers[0], answers[1]);
    await heading(page, say("Nødtilgang"));
  });
});
