// A young person takes back what somebody said yes to about them, on their own
// page, in two clicks, in words of their own age.

import assert from "node:assert/strict";
import { PHONE } from "./support/browser.mjs";
import { checkTargets } from "./support/checks.mjs";
import { saveConsent, writeConsent, writeOral } from "./support/consents.mjs";
import { about, heading, press, tick, told } from "./support/forms.mjs";
import { inBothLanguages } from "./support/languages.mjs";
import { addressOf } from "./support/people.mjs";

const CLUB = "Nordgløtt ungdomsklubb";

inBothLanguages({ place: "bodo", names: ["Emrik", "Tjernsvåget", "Arnfinn", "Saga"] }, (house) => {
  const { step, say, at, look, picture } = house;
  let coordinator, young, family;

  step("a yes about a young person is written down when they have been heard", async () => {
    coordinator = await house.enter("bodo.koordinator.2");
    family = await addressOf(coordinator, at(""), "Blåklokke");
    await writeConsent(house, coordinator, family, { unit: CLUB, about: "Emrik", parts: ["Målene", "Tiltakene"], by: "Arnfinn" });
    await tick(coordinator, say("Hva ble svaret?"), say("Ja til alt"));
    await writeOral(house, coordinator);
    await tick(coordinator, say("Hvilke barn har fått si hva de mener?"), "Emrik");
    await saveConsent(house, coordinator);
    await told(coordinator, say("Samtykket er skrevet ned."));
  });

  step("the young person sees who sees what, and stops it in two clicks", async () => {
    young = await house.enter("bodo.ungdom.1", "/deling", { viewport: PHONE, hasTouch: true });
    await look(young);
    await checkTargets(young);
    await picture(young, "ung-hvem-ser-hva");
    await young.getByRole("link", { name: about(say("Stopp deling"), CLUB) }).click();
    await heading(young, say(`Vil du stoppe delingen med ${CLUB}?`));
    assert.equal(await young.getByRole("checkbox").count(), 0, "only their own part is theirs to stop");
    await look(young);
    await checkTargets(young);
    await picture(young, "ung-stopp");
    await press(young, say("Ja, stopp delingen"));
    await heading(young, say("Delingen er stoppet"));
    await look(young);
    await picture(young, "ung-stoppet");
    await young.goto(at("/deling"));
    assert.equal(await young.getByText(CLUB).count(), 0);
    await look(young);
  });

  step("the coordinator reads that it was taken back", async () => {
    await coordinator.goto(at(`${family}/samtykker`));
    assert.equal(await coordinator.getByRole("table", { name: say("Gjelder nå") }).getByText(CLUB).count(), 0);
    await coordinator.locator("main summary").filter({ hasText: say("Tidligere samtykker") }).click();
    const before = coordinator.getByRole("table", { name: say("Tidligere samtykker") });
    await before.getByRole("row").filter({ hasText: CLUB }).getByText(say("Trukket tilbake")).first().waitFor();
    await look(coordinator);
  });
});
