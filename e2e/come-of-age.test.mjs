// A young person comes of the age at which they answer themself, by the
// municipality's own rule: a yes that a grandparent gave for them is theirs to
// go on with or let end, and nobody else is asked.

import assert from "node:assert/strict";
import { PHONE } from "./support/browser.mjs";
import { checkTargets, forgetFault } from "./support/checks.mjs";
import { saveConsent, writeConsent, writeOral } from "./support/consents.mjs";
import { about, day, heading, press, tick, told } from "./support/forms.mjs";
import { inBothLanguages } from "./support/languages.mjs";
import { addressOf } from "./support/people.mjs";

const CLUB = "Nordgløtt ungdomsklubb";

inBothLanguages({ place: "bodo", names: ["Emrik", "Arnfinn", "Tjernsvåget", "Blåklokke", "Saga"] }, (house) => {
  const { step, say, at, look, picture } = house;
  const question = () => say(`Vil du at ${CLUB} skal fortsette?`);
  let coordinator, young, family;

  step("a grandparent says yes for a young person who has been heard, and it ends soon", async () => {
    coordinator = await house.enter("bodo.koordinator.2");
    family = await addressOf(coordinator, at(""), "Blåklokke");
    await writeConsent(house, coordinator, family, { unit: CLUB, about: "Emrik", parts: ["Målene"], by: "Arnfinn" });
    await tick(coordinator, say("Hva ble svaret?"), say("Ja til alt"));
    await writeOral(house, coordinator);
    await tick(coordinator, say("Hvilke barn har fått si hva de mener?"), "Emrik");
    await coordinator.getByLabel(say("Til og med")).fill(day(10));
    await saveConsent(house, coordinator);
    await told(coordinator, say("Samtykket er skrevet ned."));
  });

  step("below the age the young person is not asked whether it is to go on", async () => {
    young = await house.enter("bodo.ungdom.1", "/deling", { viewport: PHONE, hasTouch: true });
    await young.getByText(CLUB).first().waitFor();
    assert.equal(await young.getByText(question()).count(), 0);
  });

  step("the administrator sets the age; one that does not fit is said where it is", async () => {
    const administrator = await house.enter("bodo.administrator.1", "/admin/samtykke");
    await heading(administrator, say("Hvem som svarer"));
    await look(administrator);
    const self = administrator.getByRole("group", { name: say("Samarbeide om planen") }).getByLabel(say("Den unge svarer selv fra"));
    await self.fill("11");
    await press(administrator, say("Lagre reglene"));
    await administrator.getByRole("alert").waitFor();
    forgetFault(administrator, 422);
    await look(administrator);
    await picture(administrator, "hvem-som-svarer");
    await self.fill("14");
    await press(administrator, say("Lagre reglene"));
    await told(administrator, say("Reglene er lagret."));
    await administrator.context().close();
  });

  step("of age, the young person is asked in words of their own, and says that it is to go on", async () => {
    await young.goto(at("/deling"));
    await young.getByText(question()).first().waitFor();
    await look(young);
    await young.goto(at("/deling/samtykke"));
    await look(young);
    await young.getByRole("link", { name: about(say("Ja"), CLUB) }).click();
    await heading(young, question());
    await young.getByText(say("Nå er du gammel nok til å svare selv.")).waitFor();
    await look(young);
    await checkTargets(young);
    await picture(young, "ung-svarer-selv");
    await press(young, say("Ja, la det fortsette"));
    await told(young, say("Takk. Det fortsetter."));
    await look(young);
  });

  step("the grandparent is not asked about it any more", async () => {
    const home = await house.enter("bodo.omsorgsperson.4", "/deling/samtykke", { viewport: PHONE, hasTouch: true });
    await heading(home, say("Det dere har sagt ja til"));
    assert.equal(await home.getByText(question()).count(), 0);
    await look(home);
    await home.context().close();
  });

  step("the coordinator reads who answered", async () => {
    await coordinator.goto(at(`${family}/samtykker`));
    const now = coordinator.getByRole("table", { name: say("Gjelder nå") });
    await now.getByRole("row").filter({ hasText: CLUB }).getByText(say.start("Emrik svarte selv på egen side")).waitFor();
    await look(coordinator);
  });
});
