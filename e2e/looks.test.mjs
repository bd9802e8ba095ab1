// The family reads who has looked, and why: by name, and by role where a name
// can put somebody who works there in danger.

import assert from "node:assert/strict";
import { PHONE } from "./support/browser.mjs";
import { checkTargets, forgetFault } from "./support/checks.mjs";
import { press, tick, told } from "./support/forms.mjs";
import { inBothLanguages } from "./support/languages.mjs";
import { addressOf } from "./support/people.mjs";

const NURSE = "Eli Vindskaret";

inBothLanguages({ place: "bodo", names: ["Ragnhild", "Sjøgløtt", "Fjæra", "Vindskaret"] }, (house) => {
  const { step, say, at, look, picture } = house;
  let home, coordinator, family;

  step("the family reads who looked, what they saw and why they could", async () => {
    coordinator = await house.enter("bodo.koordinator.1");
    family = await addressOf(coordinator, at(""), "Fjæra");
    const nurse = await house.enter("bodo.helsesykepleier.1", family);
    await nurse.context().close();
    home = await house.enter("bodo.omsorgsperson.1", "/sett", { viewport: PHONE, hasTouch: true });
    const row = home.locator("main li, main .row").filter({ hasText: NURSE }).first();
    assert.ok((await row.innerText()).includes(say.start("fordi du sa ja")), await row.innerText());
    await look(home);
    await checkTargets(home);
    await picture(home, "sett");
  });

  step("the coordinator decides, with a reason, that the family reads the role and not the name", async () => {
    await coordinator.goto(at(`${family}/sett`));
    await look(coordinator);
    await press(coordinator, say("Navn eller rolle for familien"));
    await tick(coordinator, say("Hva skal familien se?"), say("Rollen til den som har sett"));
    await press(coordinator, say("Lagre valget"));
    await coordinator.getByRole("alert").waitFor();
    forgetFault(coordinator, 422);
    await look(coordinator);
    await coordinator.getByLabel(say("Hvorfor?")).fill("En av de ansatte er truet.");
    await press(coordinator, say("Lagre valget"));
    await told(coordinator, say("Valget er lagret. Familien ser det fra nå av."));
    await coordinator.getByText(NURSE).first().waitFor();
    await look(coordinator);
    await picture(coordinator, "sett-koordinator");
  });

  step("the family reads the role, and the name is nowhere in it", async () => {
    await home.goto(at("/sett"));
    const text = await home.locator("main").innerText();
    assert.match(text, house.language === "nb" ? /helsesykepleier/i : /helsesjukepleiar|helsesykepleier|fagperson/i);
    assert.ok(!(await home.content()).includes(NURSE));
    assert.ok(!text.includes("truet"), "the reason is not the family's to read");
    await look(home);
    await picture(home, "sett-rolle");
  });
});
