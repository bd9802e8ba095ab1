// A yes lasts for a time. Before it ends the family is asked whether it is to
// go on: it is renewed with one answer, or let end, or left alone.

import assert from "node:assert/strict";
import { PHONE } from "./support/browser.mjs";
import { checkTargets } from "./support/checks.mjs";
import { saveConsent, writeConsent, writeOral } from "./support/consents.mjs";
import { about, day, heading, press, tick, told } from "./support/forms.mjs";
import { inBothLanguages } from "./support/languages.mjs";
import { addressOf } from "./support/people.mjs";

const GOES_ON = "Tuvholmen barnehage";
const ENDS = "Nordgløtt ungdomsklubb";

inBothLanguages({ place: "bodo", names: ["Ragnhild", "Sjøgløtt", "Fjæra", "Alva", "Theo"] }, (house) => {
  const { step, say, at, look, picture } = house;
  let coordinator, home, family;

  step("the coordinator writes down two yeses that end in ten days", async () => {
    coordinator = await house.enter("bodo.koordinator.1");
    family = await addressOf(coordinator, at(""), "Fjæra");
    for (const [unit, child] of [[GOES_ON, "Alva"], [ENDS, "Theo"]]) {
      await writeConsent(house, coordinator, family, { unit, about: child, parts: ["Målene"], by: "Ragnhild" });
      await tick(coordinator, say("Hva ble svaret?"), say("Ja til alt"));
      await writeOral(house, coordinator);
      await coordinator.getByLabel(say("Til og med")).fill(day(10));
      await saveConsent(house, coordinator);
      await told(coordinator, say("Samtykket er skrevet ned."));
    }
    await look(coordinator);
  });

  step("the family is asked where it sees who sees what, and says that one is to go on", async () => {
    home = await house.enter("bodo.omsorgsperson.1", "/deling", { viewport: PHONE, hasTouch: true });
    await home.getByText(say(`Vil du at ${GOES_ON} skal fortsette?`)).first().waitFor();
    await look(home);
    await picture(home, "fornyes");
    await home.goto(at("/deling/samtykke"));
    await look(home);
    await checkTargets(home);
    await picture(home, "snart-slutt");
    await home.getByRole("link", { name: about(say("Ja"), GOES_ON) }).click();
    await heading(home, say(`Vil du at ${GOES_ON} skal fortsette?`));
    await look(home);
    await picture(home, "forny");
    await press(home, say("Ja, la det fortsette"));
    await told(home, say("Takk. Det fortsetter."));
    assert.equal(await home.getByText(say(`Vil du at ${GOES_ON} skal fortsette?`)).count(), 0);
    await look(home);
  });

  step("the other is let end on its last day, and is not asked about again", async () => {
    await home.getByRole("button", { name: about(say("La det ta slutt"), ENDS) }).click();
    await told(home, say("Det tar slutt på den siste dagen. Vi spør ikke igjen."));
    assert.equal(await home.getByText(say(`Vil du at ${ENDS} skal fortsette?`)).count(), 0);
    await home.getByText(new RegExp(`^${say.start("Tar slutt")}`)).first().waitFor();
    await look(home);
    await picture(home, "tar-slutt");
  });

  step("the coordinator reads what the family answered", async () => {
    await coordinator.goto(at(`${family}/samtykker`));
    const now = coordinator.getByRole("table", { name: say("Gjelder nå") });
    await now.getByRole("row").filter({ hasText: GOES_ON }).getByText(say.start("Ragnhild svarte selv på egen side")).waitFor();
    await now.getByRole("row").filter({ hasText: ENDS }).getByText(new RegExp(`^${say.start("Tar slutt")}`)).waitFor();
    await look(coordinator);
    await picture(coordinator, "samtykker-fornyet");
  });
});
