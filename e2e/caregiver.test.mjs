// A caregiver on a phone: what this is, our plan, our answer, what happens,
// who has looked, and away at once.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { launch, open, screenshot, PHONE } from "./support/browser.mjs";
import { checkPage, checkTargets, forgetFault } from "./support/checks.mjs";
import { heading, press, told } from "./support/forms.mjs";
import { journey } from "./support/journey.mjs";
import { signIn } from "./support/people.mjs";
import { start } from "./support/server.mjs";

const step = journey();
const NAMES = ["Marius", "Granskarbu", "Ella", "Nikolai", "Bryggeskuret"];
let server, browser, page;
const at = (path) => server.origin("arendal") + path;
const check = () => checkPage(page, { names: NAMES });

before(async () => {
  [server, browser] = await Promise.all([start(), launch()]);
  page = await open(browser, { viewport: PHONE, hasTouch: true });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

step("the first visit explains the exit button and what stays on the phone before anything else", async () => {
  const first = await open(browser, { viewport: PHONE, hasTouch: true });
  await signIn(first, server, "lillesand.omsorgsperson.2");
  await first.waitForURL("**/velkommen**");
  await checkPage(first);
  await screenshot(first, "velkommen-telefon");
  assert.match(await first.locator("main").innerText(), /Forlat sida no|Forlat siden nå/);
  await first.locator("main form button").last().click();
  await first.waitForURL((address) => address.pathname === "/");
  await checkPage(first);
  await first.goto(server.origin("lillesand"));
  assert.equal(new URL(first.url()).pathname, "/", "the welcome came back though it was read");
  await first.context().close();
});

step("at a desk the menu has room, whatever size of text one has chosen", async () => {
  const desk = await open(browser);
  await signIn(desk, server, "arendal.omsorgsperson.2");
  await heading(desk, "Planen vår");
  for (const size of ["normal", "large", "largest"]) {
    for (const width of [960, 1280, 1440, 1900]) {
      await desk.setViewportSize({ width, height: 800 });
      const wide = await desk.evaluate((text) => {
        document.documentElement.dataset.text = text;
        return document.documentElement.scrollWidth;
      }, size);
      assert.ok(wide <= width, `with ${size} text in ${width} px the page is ${wide} px wide`);
    }
  }
  await desk.context().close();
});

step("our plan is in our own words, easy to hit on a phone, with the exit always in its place", async () => {
  await signIn(page, server, "arendal.omsorgsperson.2");
  await heading(page, "Planen vår");
  await check();
  await checkTargets(page);
  await screenshot(page, "planen-var-telefon");
  const text = await page.locator("main").innerText();
  assert.match(text, /Jeg vil spise taco med søsteren min/);
  assert.doesNotMatch(text, /Stian|Krossvåg|redd for å gjøre feil|selektivt|indikert/);
  await page.getByRole("button", { name: /Forlat siden nå/ }).waitFor();
});

step("what is missing can be said in a few words, and it is kept if the form is not ready", async () => {
  await press(page, "Noe mangler");
  await check();
  await press(page, /^Send til/);
  await page.getByRole("alert").waitFor();
  forgetFault(page, 422);
  await check();
  await page.getByLabel("Skriv det som mangler").fill("Ring meg om torsdagene.");
  await press(page, /^Send til/);
  await told(page, "Takk for at du sa fra.");
  await check();
});

step("the caregiver may change their answer to a yes, and then the plan is agreed", async () => {
  await press(page, "Endre svaret mitt");
  await check();
  await press(page, "Ja, dette er planen vår");
  await check();
  await press(page, "Ja, jeg er enig i planen");
  await told(page, "Nå har alle sagt ja.");
  await check();
});

step("a change is proposed in one's own words, and reaches the coordinator", async () => {
  await press(page, "Foreslå en endring");
  await check();
  await page.getByLabel("Hele planen").check();
  await page.getByLabel("Hva vil du endre?").fill("Kan vi ha middagen på onsdager?");
  await press(page, /^Send til/);
  await told(page, "Forslaget er sendt.");
  const coordinator = await open(browser);
  await signIn(coordinator, server, "arendal.koordinator.1");
  await coordinator.getByText(/foreslår en endring/).first().waitFor();
  await coordinator.getByRole("link", { name: /Svar på forslaget/ }).first().click();
  await coordinator.getByText("Kan vi ha middagen på onsdager?").first().waitFor();
  await coordinator.context().close();
});

step("what happens is a way forward: what was, where we are, what comes", async () => {
  await page.goto(at("/framover"));
  await check();
  await checkTargets(page);
  await screenshot(page, "framover-telefon");
  await page.getByText("Her er vi nå").waitFor();
});

step("who has looked is told with who, when and why, and whom to call with plain words", async () => {
  await page.goto(at("/sett"));
  await check();
  await screenshot(page, "sett-telefon");
  await page.getByText(/Kristoffer/).first().waitFor();
  await page.goto(at("/rettigheter"));
  await check();
  await page.getByRole("link", { name: /112/ }).first().waitFor();
});

step("no page of the coordinator's exists for a caregiver", async () => {
  for (const path of ["/familier", "/familier/ny", "/mine-tiltak", "/admin/brukere", "/tjenester"]) {
    const answer = await page.goto(at(path));
    assert.equal(answer.status(), 404, path);
  }
});
