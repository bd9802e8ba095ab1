// A child's plan and the municipality's stafettlogg side by side: linked by the
// coordinator, compared, sent and taken in, a difference settled. The
// caregiver reads on their own page what was sent.

import assert from "node:assert/strict";
import { PHONE } from "./support/browser.mjs";
import { checkTargets, forgetFault } from "./support/checks.mjs";
import { fetched } from "./support/fetch.mjs";
import { about, choose, heading, press, tick, told } from "./support/forms.mjs";
import { inBothLanguages } from "./support/languages.mjs";
import { addressOf } from "./support/people.mjs";
import { withLog } from "./support/stafettlogg.mjs";

const GOAL = "Vilja har en voksen på skolen hun kan gå til";
const THEIRS = "En fast voksen på skolen";
const NEW = "Skolen og SFO skriver i samme bok";
const ROLE = "Hverdagskoordinator";

const prepare = withLog({
  barn: {}, maal: [{ tekst: THEIRS, omraade: "1.2", status: "PAAGAAR" }],
  tiltak: [{ hva: NEW, ansvarlig: "Kontaktlærer", status: "IGANG" }],
  stafettholder: { rolle: "Kontaktlærer" },
}, ROLE);

inBothLanguages({ place: "bodo", names: ["Ragnhild", "Vilja", "Fjæra"], prepare }, (house) => {
  const { step, say, at, look, picture } = house;
  let coordinator, family, link;

  const card = (title) => coordinator.locator("main section.card").filter({ has: coordinator.getByRole("heading", { name: title }) }).first();
  // until looks again until what is waited for has come.
  const until = async (page, what) => {
    for (let tries = 0; tries < 20 && !(await what().first().isVisible()); tries++) {
      await page.waitForTimeout(500);
      await page.goto(page.url().split("#")[0]);
    }
    await what().first().waitFor();
  };

  step("a log is linked by what it is called there, to a unit the family has said yes to", async () => {
    await house.server.plugins();
    coordinator = await house.enter("bodo.koordinator.1");
    family = await addressOf(coordinator, at(""), "Fjæra");
    await coordinator.goto(at(`${family}/stafettlogg`));
    await heading(coordinator, say("Stafettlogg"));
    await look(coordinator);
    await tick(coordinator, say("Hvilket barn gjelder det?"), "Vilja");
    await tick(coordinator, say("Hvilket system?"), "Stafettlogg på nettet");
    await tick(coordinator, say("Hvem har stafettloggen?"), "Fjæremyra skole");
    await tick(coordinator, say("Finnes stafettloggen fra før?"), say("Ja, jeg har referansen"));
    await coordinator.getByLabel(say("Referansen i det andre systemet")).fill("STAF-finnes-ikke");
    await press(coordinator, say("Koble til"));
    await coordinator.getByText(say("Systemet finner ingen stafettlogg med denne referansen. Se etter en skrivefeil.")).first().waitFor();
    forgetFault(coordinator, 422);
    await look(coordinator);
    await picture(coordinator, "stafettlogg-koble-til");
    await coordinator.getByLabel(say("Referansen i det andre systemet")).fill("STAF-1001");
    await press(coordinator, say("Koble til"));
    await told(coordinator, say("Stafettloggen er koblet til. Se over hva som er likt og ulikt."));
    link = coordinator.url().split("?")[0];
    await picture(coordinator, "stafettlogg-side-om-side");
    for (const title of [GOAL, THEIRS, NEW]) await card(title).waitFor();
    await look(coordinator);
    await picture(coordinator, "stafettlogg-side-om-side");
  });

  step("the same goal with other words is one, and the difference is settled", async () => {
    await card(THEIRS).getByRole("link", { name: about(say("Ta inn i planen"), THEIRS) }).click();
    await look(coordinator);
    await picture(coordinator, "stafettlogg-ta-inn");
    await coordinator.locator("main summary").filter({ hasText: say("Står det i planen fra før?") }).click();
    await tick(coordinator, say("Hvilket er det samme?"), GOAL);
    await press(coordinator, say("Det er det samme"));
    await told(coordinator, say("De to følges ad nå."));
    await card(GOAL).getByRole("link", { name: about(say("Velg hva som gjelder"), GOAL) }).click();
    await heading(coordinator, say("Hva skal gjelde?"));
    await coordinator.getByRole("group", { name: say("Målet") }).getByText(THEIRS).waitFor();
    await look(coordinator);
    await picture(coordinator, "stafettlogg-hva-gjelder");
    await press(coordinator, say("Lagre valget"));
    await told(coordinator, say("Valget er lagret."));
    await until(coordinator, () => coordinator.getByText(say("Kommet fram")));
    await look(coordinator);
  });

  step("a measure is taken in to the plan after it is read over", async () => {
    await card(NEW).getByRole("link", { name: about(say("Ta inn i planen"), NEW) }).click();
    await choose(coordinator, say("Hvilket mål hører det til?"), GOAL);
    await look(coordinator);
    await press(coordinator, say("Ta inn"));
    await told(coordinator, say("Det står i planen nå."));
    await look(coordinator);
  });

  step("a measure is sent, and the receipt comes when it is confirmed", async () => {
    const measure = "Silje og Vilja har ti minutter sammen hver mandag og torsdag";
    await card(measure).getByRole("button", { name: about(say("Send"), measure) }).click();
    await told(coordinator, say("Det er på vei. Du ser her når det er bekreftet."));
    await until(coordinator, () => card(measure).getByText(/KV-\d+/));
    await look(coordinator);
    await picture(coordinator, "stafettlogg-sendt");
  });

  step("the baton that is offered there is taken, and offered on, and nothing changes here by it", async () => {
    const baton = coordinator.locator("main section").filter({ has: coordinator.getByRole("heading", { name: say("Stafettpinnen i stafettloggen") }) });
    await baton.getByText(say.start("Stafettpinnen er tilbudt")).filter({ hasText: ROLE }).waitFor(); // the role as they call it there
    await baton.getByRole("button", { name: say("Svar ja der") }).click();
    await told(coordinator, say("Det er på vei. Du ser her når det er bekreftet."));
    await until(coordinator, () => baton.getByText(new RegExp(`^${ROLE}`)));
    await look(coordinator);
    await baton.getByRole("button", { name: say("Tilby stafettpinnen der også") }).click();
    await told(coordinator, say("Det er på vei. Du ser her når det er bekreftet."));
    await until(coordinator, () => baton.getByText(say.start("Stafettpinnen er tilbudt")));
    await look(coordinator);
    await picture(coordinator, "stafettlogg-stafettpinnen");
    const lead = await fetched(coordinator, at(`${family}/lag/stafettpinne`));
    assert.ok(lead.text.includes(say("Stafettpinnen er ikke gitt videre ennå.")), "the baton here is as it was");
  });

  step("the caregiver reads on the phone what was sent, and when it arrived", async () => {
    const caregiver = await house.enter("bodo.omsorgsperson.1", "/stafettlogg", { viewport: PHONE, hasTouch: true });
    await heading(caregiver, say("Stafettlogg"));
    await caregiver.getByText(say("Kommet fram")).first().waitFor();
    await caregiver.getByText(say.start("Dette kan bli sendt:")).first().waitFor();
    await look(caregiver);
    await checkTargets(caregiver);
    await picture(caregiver, "stafettlogg-familien");
    await caregiver.context().close();
  });

  step("the link is ended, and the plan stands as it did", async () => {
    await coordinator.goto(link);
    await coordinator.locator("main summary").filter({ hasText: say("Avslutt koblingen") }).click();
    await press(coordinator, say("Avslutt"));
    await told(coordinator, say("Koblingen er avsluttet. Planen er som før."));
    assert.equal(await coordinator.getByRole("button", { name: say("Les stafettloggen nå") }).count(), 0);
    await look(coordinator);
  });
});
