// Runs the program as the demo: on a free port, with a fresh folder, and with
// the scenario's people moved in. One for each file of tests, so that files
// disturb nobody.

import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import http from "node:http";
import { cp, mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
const PATIENCE = 60_000; // milliseconds for the scenario to be carried out

// program is the one that make built, or one built now.
export function program() {
  const named = process.env.HVERDAG_PROGRAM;
  if (named) return named;
  const built = path.join(ROOT, "bin", "hverdag");
  execFileSync("go", ["build", "-buildvcs=false", "-o", built, "./cmd/hverdag"], { cwd: ROOT, stdio: "inherit" });
  return built;
}

// start brings the demo up on SQLite and a Redis inside the program. prepare may
// put something in its folder first. Where a demo lies prepared (prepared.mjs),
// this is a copy of it.
export function start(prepare = () => {}) {
  const from = process.env.HVERDAG_PREPARED;
  if (!from) return run(program(), [], prepare);
  return run(path.join(from, "hverdag"), [], async (folder) => {
    await copy(path.join(from, "data"), folder);
    await prepare(folder);
  });
}

// copy links the plugins' programs, which nobody writes in, and copies the rest.
async function copy(from, to) {
  await cp(from, to, { recursive: true, filter: (name) => path.basename(name) !== "plugins" });
  execFileSync("cp", ["-al", path.join(from, "plugins"), path.join(to, "plugins")]);
}

// startOnServers brings it up on PostgreSQL and Redis, as in production.
export function startOnServers() {
  const { HVERDAG_TEST_SERVE_URL: serve, HVERDAG_TEST_OWNER_URL: owner, HVERDAG_TEST_REDIS_URL: redis } = process.env;
  if (!serve || !owner || !redis) throw new Error("no PostgreSQL and Redis to test with: run make e2e");
  const control = `hverdag_control_${randomBytes(4).toString("hex")}`;
  return run(program(), ["--database-url", serve, "--database-owner-url", owner, "--database-control", control, "--redis-url", redis]);
}

// runIn runs the demo in a folder, which is left when it is stopped.
export async function runIn(folder, named, more = []) {
  const child = spawn(named, ["demo", "--addr", "127.0.0.1:0", "--data", folder, ...more], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log = { text: "" };
  const ended = new Promise((resolve) => child.once("exit", resolve));
  let stopping = false;
  child.once("exit", (code, signal) => {
    if (!stopping) console.error(`the program ended by itself (${signal ?? code}):\n${log.text.slice(-2000)}`);
  });
  const stop = async () => {
    stopping = true;
    child.kill("SIGTERM");
    await ended;
  };
  try {
    const port = await portOf(child, log);
    const origin = (place) => `http://${place}.localhost:${port}`;
    const plugins = () => brought(log);
    return { folder, log, stop, origin, plugins, status: (place, at) => status(port, place, at), mailTo: (to) => mailTo(folder, to), textsTo: (to) => textsTo(folder, to) };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

async function run(named, more, prepare = () => {}) {
  const folder = await mkdtemp(path.join(process.env.HVERDAG_PREPARED ?? tmpdir(), "hverdag-e2e-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await prepare(folder);
    const server = await runIn(folder, named, more);
    return { ...server, stop: () => server.stop().finally(remove) };
  } catch (fault) {
    await remove();
    throw fault;
  }
}

// portOf waits until the program serves, and reads where from its log.
function portOf(child, log) {
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`${why}:\n${log.text}`));
    const timer = setTimeout(() => fail("the program does not serve"), PATIENCE);
    const hear = (chunk) => {
      log.text += chunk;
      const serving = /msg=serving address=127\.0\.0\.1:(\d+)/.exec(log.text);
      if (!serving) return;
      clearTimeout(timer);
      resolve(Number(serving[1]));
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("error", (fault) => fail(fault.message));
    child.once("exit", (code) => fail(`the program ended with ${code}`));
  });
}

// brought waits until the demo's plugins are built and in the catalogue.
async function brought(log) {
  for (let waited = 0; waited < PATIENCE; waited += 200) {
    if (log.text.includes("plugins are in the catalogue")) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`the plugins do not come:\n${log.text.slice(-2000)}`);
}

// status is what a stranger is answered at an address.
function status(port, place, at) {
  return new Promise((resolve, reject) => {
    const headers = { Host: `${place}.localhost:${port}` };
    http.get({ host: "127.0.0.1", port, path: at, headers }, (answer) => resolve(answer.resume().statusCode)).once("error", reject);
  });
}

// mailTo waits for the mail to somebody. The demo puts mail in its folder
// instead of sending it.
async function mailTo(folder, address) {
  const post = path.join(folder, "post");
  for (let tries = 0; tries < 50; tries++) {
    const names = existsSync(post) ? await readdir(post) : [];
    const mails = await Promise.all(names.filter((name) => name.endsWith(".eml")).map((name) => readFile(path.join(post, name), "utf8")));
    const found = mails.find((mail) => mail.includes(address));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`no mail to ${address}`);
}

// textsTo is everything sent to somebody by mail or text message until now,
// oldest first, as they read it.
async function textsTo(folder, address) {
  const sent = [];
  for (const place of ["post", "sms"].map((name) => path.join(folder, name)).filter(existsSync)) {
    for (const name of (await readdir(place)).filter((one) => !one.startsWith(".")).sort()) {
      const text = await readFile(path.join(place, name), "utf8");
      if (text.includes(address)) sent.push(plain(text));
    }
  }
  return sent;
}

// plain undoes quoted-printable where a message says that it is written so.
function plain(text) {
  if (!text.includes("quoted-printable")) return text;
  const bytes = text.replace(/=\r?\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
