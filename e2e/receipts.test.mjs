// A unit that had received something has no leader left to answer what it did
// with it: the administrator sees which, and the coordinator writes down what
// they say on the telephone. The family reads it.

import assert from "node:assert/strict";
import { PHONE } from "./support/browser.mjs";
import { about, heading, press, tick, told } from "./support/forms.mjs";
import { inBothLanguages } from "./support/languages.mjs";
import { addressOf } from "./support/people.mjs";

const SCHOOL = "Fjæremyra skole";

inBothLanguages({ place: "bodo", names: ["Ragnhild", "Sjøgløtt", "Fjæra", "Vilja", "Theo", "Kvitmyrdal"] }, (house) => {
  const { step, say, at, look, picture } = house;
  let administrator, coordinator, home, family;

  step("where every unit can answer, the administrator reads that nothing waits", async () => {
    administrator = await house.enter("bodo.administrator.1", "/admin/kvitteringer");
    await heading(administrator, say("Enheter uten leder"));
    await administrator.getByText(say("Alle enheter kan svare")).waitFor();
    await look(administrator);
  });

  step("a teacher has read the plan, the head teacher leaves, and the caregiver stops sharing with the school", async () => {
    coordinator = await house.enter("bodo.koordinator.1");
    family = await addressOf(coordinator, at(""), "Fjæra");
    await administrator.goto(at("/admin/brukere"));
    await administrator.locator("main").getByRole("link", { name: "Gro Kvitmyrdal" }).first().click();
    await press(administrator, say("Avslutt brukeren"));
    await press(administrator, say("Ja, avslutt brukeren"));
    await told(administrator, say("Brukeren er avsluttet og logget ut."));
    const teacher = await house.enter("bodo.laerer.1", family);
    await teacher.getByText("Vilja har en voksen på skolen").first().waitFor();
    await teacher.context().close();
    home = await house.enter("bodo.omsorgsperson.1", "/deling", { viewport: PHONE, hasTouch: true });
    await home.getByRole("link", { name: about(say("Stopp deling"), SCHOOL) }).click();
    await press(home, say("Ja, stopp delingen"));
    await heading(home, say("Delingen er stoppet"));
  });

  step("the administrator is told which unit owes an answer, and of no family", async () => {
    await administrator.goto(at("/admin/tjenester"));
    await administrator.getByRole("link", { name: say("Se hva du kan gjøre") }).click();
    await heading(administrator, say("Enheter uten leder"));
    const table = administrator.getByRole("table", { name: say("Enheter uten leder") });
    await table.getByRole("row").filter({ hasText: SCHOOL }).waitFor();
    await table.getByRole("link", { name: about(say("Inviter en leder"), SCHOOL) }).waitFor();
    assert.doesNotMatch(await administrator.locator("main").innerText(), /Ragnhild|Sjøgløtt|Fjæra\b|Vilja|Theo/);
    await look(administrator);
    await picture(administrator, "enheter-uten-leder");
  });

  step("the coordinator rings them, and writes down what they say", async () => {
    await coordinator.goto(at(`${family}/samtykker`));
    await coordinator.getByText(say("Enheten har ingen leder her. Ring dem, og skriv ned svaret.")).waitFor();
    await look(coordinator);
    await press(coordinator, say("Skriv ned svaret"));
    await heading(coordinator, say("Hva gjorde de med det de fikk?"));
    await look(coordinator);
    await picture(coordinator, "kvittering-pa-telefon");
    await tick(coordinator, say("Hva har de gjort?"), say("De har ikke tatt vare på noe."));
    await tick(coordinator, say("Hvordan fikk du vite det?"), say("På telefon"));
    await press(coordinator, say("Lagre svaret"));
    await told(coordinator, say("Det er skrevet ned."));
    await look(coordinator);
  });

  step("the family reads it, and the administrator has nothing left to see to", async () => {
    await home.goto(at("/deling"));
    await home.getByText(say(`${SCHOOL} hadde ikke tatt vare på noe.`)).first().waitFor();
    await look(home);
    await administrator.goto(at("/admin/kvitteringer"));
    await administrator.getByText(say("Alle enheter kan svare")).waitFor();
  });
});
