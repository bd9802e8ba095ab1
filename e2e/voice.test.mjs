// A young person writes, shows it to one, takes it back, and asks to talk. The
// coordinator answers, and writes beside the child.

import assert from "node:assert/strict";
import { PHONE } from "./support/browser.mjs";
import { checkTargets, forgetFault } from "./support/checks.mjs";
import { press, told } from "./support/forms.mjs";
import { inBothLanguages } from "./support/languages.mjs";

const PEOPLE = {
  nb: { young: "bodo.ungdom.1", name: "Emrik", carer: "bodo.omsorgsperson.4", called: /Arnfinn/, coordinator: "bodo.koordinator.2", words: "Jeg vil ha et eget rom.", waits: true },
  nn: { young: "lillesand.ungdom.1", name: "Aslak", carer: "lillesand.omsorgsperson.2", called: /Mikal/, coordinator: "lillesand.koordinator.1", words: "Eg vil ha eit eige rom.", waits: false },
};
const names = ["Aslak", "Viksgjerdet", "Seljefløyte", "Mikal", "Emrik", "Tjernsvåget", "Blåklokke", "Arnfinn"];

inBothLanguages({ place: { nb: "bodo", nn: "lillesand" }, names }, (house) => {
  const { step, say, at, look, picture } = house;
  const who = PEOPLE[house.language];
  let young, carer, coordinator;

  // seen is how many times the carer reads the young person's words.
  const seen = async () => {
    await carer.goto(at("/barna"));
    return carer.getByText(who.words).count();
  };
  const mine = () => young.locator(".said-one").filter({ hasText: who.words });

  step("a young person writes in a house, and nobody else sees it", async () => {
    young = await house.enter(who.young, "/", { viewport: PHONE });
    carer = await house.enter(who.carer, "/barna", { viewport: PHONE });
    await look(young);
    await checkTargets(young);
    await picture(young, "min-side");
    await young.goto(at("/ord"));
    await look(young);
    await picture(young, "ordene-mine");
    await young.getByRole("link", { name: say("Drømmehuset") }).click();
    await young.locator("main textarea").fill(who.words);
    await look(young);
    await press(young, say("Lagre"));
    await told(young, say("Lagret. Bare du ser det."));
    await young.getByText(who.words).first().waitFor();
    assert.equal(await seen(), 0);
  });

  step("it is shown to one, who sees it, and taken back, and is gone", async () => {
    await young.goto(at("/ord"));
    await mine().getByRole("link", { name: say("Hvem får se?") }).click();
    await look(young);
    await young.getByLabel(who.called).check();
    await press(young, say("Vis det"));
    await told(young, say("Nå kan de du valgte, se det."));
    assert.equal(await seen(), 1);
    await look(carer);
    await picture(carer, "fra-barna");
    await young.goto(at("/ord"));
    await mine().getByRole("link", { name: say("Hvem får se?") }).click();
    await young.getByRole("button", { name: say("Stopp") }).first().click();
    await told(young, say("Stoppet. Det vises ikke lenger."));
    assert.equal(await seen(), 0);
  });

  step("the young person asks to talk, and the coordinator reads it on the day and answers", async () => {
    coordinator = await house.enter(who.coordinator);
    await young.goto(at("/ord/snakk"));
    await look(young);
    if (who.waits) {
      await press(young, say("Jeg vil ikke likevel"));
      await young.locator(".flash").waitFor();
      await young.goto(at("/ord/snakk"));
    }
    await young.getByLabel(say("Hva vil du snakke om?")).fill("Kan vi snakke om rommet?");
    await press(young, say("Si at jeg vil snakke"));
    await told(young, say("Du har sagt fra."));
    await look(young);
    await picture(young, "snakk-med-noen");
    await coordinator.goto(at("/"));
    await coordinator.getByText(say("Et barn vil snakke med noen")).first().waitFor();
    await look(coordinator);
    await coordinator.getByRole("link", { name: say("Les og svar barnet") }).first().click();
    await coordinator.getByText("Kan vi snakke om rommet?").waitFor();
    await look(coordinator);
    await press(coordinator, say("Vi har snakket"));
    await told(coordinator, say("Fint at dere har snakket sammen."));
  });

  step("beside the child the coordinator writes, when the child knows, and who may see is the child's", async () => {
    await coordinator.locator("main .door a").first().click();
    await coordinator.locator("main textarea").fill("Vi skriv det saman.");
    await look(coordinator);
    await press(coordinator, say("Lagre"));
    await coordinator.getByRole("alert").waitFor();
    forgetFault(coordinator, 422);
    await look(coordinator);
    await coordinator.getByLabel(say(`${who.name} vet at dette blir skrevet ned`)).check();
    await press(coordinator, say("Lagre"));
    await told(coordinator, say("Lagret, slik dere ble enige om."));
    await look(coordinator);
    await picture(coordinator, "barnet");
    assert.equal(await coordinator.getByText("Vi skriv det saman.").count(), 0, "the child has not said that the coordinator may see it");
    await young.goto(at("/ord"));
    await young.getByText("Vi skriv det saman.").waitFor();
    await look(young);
  });
});
