// The baton goes from one coordinator to another: the one asks, the other says
// yes, and from then on only the other finds the family. A caregiver says whom
// they wish.

import assert from "node:assert/strict";
import { PHONE } from "./support/browser.mjs";
import { forgetFault } from "./support/checks.mjs";
import { fetched } from "./support/fetch.mjs";
import { heading, press, told } from "./support/forms.mjs";
import { inBothLanguages } from "./support/languages.mjs";

const names = ["Ragnhild", "Sjøgløtt", "Fjæra", "Jonas", "Tindskard"];

inBothLanguages({ place: "bodo", names }, (house) => {
  const { step, say, look, at } = house;
  let old, young, home, family;

  step("a caregiver sees who follows them, and says whom they wish", async () => {
    home = await house.enter("bodo.omsorgsperson.1", "/koordinator", { viewport: PHONE });
    await heading(home, say("Den som følger oss"));
    await home.getByText("Marit Sjøbakkmo").first().waitFor();
    await home.getByLabel(/Jonas Tindskard/).check();
    await look(home);
    await house.picture(home, "koordinatoren-var");
    await press(home, say("Lagre ønsket"));
    await told(home, say("Ønsket er lagret."));
  });

  step("the coordinator reads the wish, and asks the colleague", async () => {
    old = await house.enter("bodo.koordinator.1", "/familier");
    family = await old.getByRole("link", { name: "Fjæra" }).first().getAttribute("href");
    await old.goto(at(`${family}/lag/stafettpinne`));
    await old.getByText(say("Ragnhild ønsker seg Jonas Tindskard.")).waitFor();
    await press(old, say("Spør"));
    await old.getByRole("alert").waitFor();
    forgetFault(old, 422);
    await look(old);
    await old.getByLabel(/Jonas Tindskard/).check();
    await old.getByLabel(say("Noen ord til den du spør")).fill("De har bedt om deg.");
    await press(old, say("Spør"));
    await told(old, say("Spørsmålet er sendt. Du følger familien til du får ja."));
    await look(old);
    await house.picture(old, "stafettpinnen");
  });

  step("the colleague is asked on their day, and learns nothing of the family before a yes", async () => {
    young = await house.enter("bodo.koordinator.2");
    await young.getByText(say("Marit Sjøbakkmo spør deg")).waitFor();
    await look(young);
    await young.locator("main a[href*='/stafettpinne/']").first().click();
    await heading(young, say("Vil du følge en familie?"));
    await look(young);
    await house.picture(young, "stafettpinne-spurt");
    assert.doesNotMatch(await young.content(), /Fjæra|Sjøgløtt|Ragnhild|Vilja/);
    assert.equal((await fetched(young, at(family))).status, 404);
    forgetFault(young, 404);
    await press(young, say("Ta imot stafettpinnen"));
    await told(young, say("Nå er det du som følger familien."));
    await look(young);
  });

  step("the next click of the one who gave it away finds nothing", async () => {
    const answer = await old.goto(at(family));
    assert.equal(answer.status(), 404);
    assert.doesNotMatch(await old.content(), /Fjæra|Sjøgløtt/);
    forgetFault(old, 404);
    await old.goto(at("/familier"));
    assert.equal(await old.getByRole("link", { name: "Fjæra" }).count(), 0);
  });

  step("the caregiver sees the new name", async () => {
    await home.goto(at("/koordinator"));
    await home.getByText("Jonas Tindskard").first().waitFor();
    assert.equal(await home.getByText("Marit Sjøbakkmo", { exact: true }).count(), 1, "Marit can only be wished for");
    await look(home);
  });
});
