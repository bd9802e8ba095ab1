// Messages go both ways, without JavaScript too, and nobody else reads them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, screenshot, PHONE } from "./support/browser.mjs";
import { checkPage } from "./support/checks.mjs";
import { fetched } from "./support/fetch.mjs";
import { press, told } from "./support/forms.mjs";
import { signIn } from "./support/people.mjs";
import { start } from "./support/server.mjs";

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([start(), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const roads = [
  { place: "bodo", caregiver: "Linn", from: "bodo.omsorgsperson.3", family: "Blåklokke", coordinator: "bodo.koordinator.2", named: /Jonas Tindskard/, subject: /Hva gjelder det/, text: "Meldingen", sent: "Meldingen er sendt.", answer: "Skriv i samtalen" },
  { place: "lillesand", caregiver: "Jorunn", from: "lillesand.omsorgsperson.1", family: "Bringebær", coordinator: "lillesand.koordinator.1", named: /Ingrid Lauvheiane/, subject: /Kva gjeld det/, text: "Meldinga", sent: "Meldinga er send.", answer: "Skriv i samtalen" },
];

for (const road of roads) {
  for (const javaScriptEnabled of [true, false]) {
    test(`in ${road.place} a caregiver writes and the coordinator answers, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
      const look = (page) => (javaScriptEnabled ? checkPage(page, { names: [road.family, road.caregiver] }) : undefined);
      const subject = `Torsdag ${javaScriptEnabled ? "ein" : "to"}`;
      const home = await open(browser, { viewport: PHONE, javaScriptEnabled });
      await signIn(home, server, road.from, "/meldinger/ny");
      await look(home);
      await home.getByLabel(road.named).check();
      await home.getByLabel(road.subject).fill(subject);
      await home.getByLabel(road.text, { exact: true }).fill("Kan du ringe etter tre?");
      await press(home, "Send");
      await told(home, road.sent);
      await look(home);
      const desk = await open(browser, { javaScriptEnabled });
      await signIn(desk, server, road.coordinator, "/familier");
      const family = await desk.getByRole("link", { name: road.family }).first().getAttribute("href");
      await desk.goto(`${server.origin(road.place)}${family}/meldinger`);
      await look(desk);
      await desk.getByRole("link", { name: subject }).click();
      await desk.getByText("Kan du ringe etter tre?").waitFor();
      await desk.getByLabel(road.answer).fill("Ja, klokka halv fire.");
      await press(desk, "Send");
      await desk.locator(".flash").waitFor();
      await look(desk);
      if (javaScriptEnabled) await screenshot(desk, `samtale-${road.place}`);
      await home.reload();
      await home.getByText("Ja, klokka halv fire.").waitFor();
      const conversation = new URL(desk.url()).pathname;
      const other = await open(browser);
      await signIn(other, server, `${road.place}.laerer.1`);
      assert.equal((await fetched(other, conversation)).status, 404);
    });
  }
}
