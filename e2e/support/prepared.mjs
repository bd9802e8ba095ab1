// Carries the demo's scenario out and brings its plugins once, and runs a command
// with that prepared: node support/prepared.mjs COMMAND [ARGUMENT ...]. Every
// demo the tests start is then a copy, and there in a moment.

import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, statfsSync } from "node:fs";
import { chmod, copyFile, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { program, runIn } from "./server.mjs";

const MEMORY = "/dev/shm";
const ROOM = 2 * 2 ** 30; // bytes

// place is in memory where there is room and programs may run.
function place() {
  if (process.env.TMPDIR || !existsSync(MEMORY)) return tmpdir();
  try {
    accessSync(MEMORY, constants.W_OK);
  } catch {
    return tmpdir();
  }
  const mount = readFileSync("/proc/mounts", "utf8").split("\n").find((line) => line.split(" ")[1] === MEMORY);
  const { bavail, bsize } = statfsSync(MEMORY);
  const runs = mount?.split(" ")[2] === "tmpfs" && !mount.split(" ")[3].split(",").includes("noexec");
  return runs && bavail * bsize >= ROOM ? MEMORY : tmpdir();
}

// prepare makes the folder: the program, what it kept of one demo, and the
// adapters beside the program, signed, where a program looks for its own.
async function prepare(folder) {
  await chmod(folder, 0o755); // plugins are shut in as somebody else than we are
  const own = path.join(folder, "hverdag");
  const data = path.join(folder, "data");
  await mkdir(data, { mode: 0o700 });
  await copyFile(program(), own);
  const server = await runIn(data, program());
  await server.plugins();
  await server.stop();
  await rename(path.join(data, "plugins", "build"), path.join(folder, "plugins"));
}

function run(command, folder) {
  const child = spawn(command[0], command.slice(1), { stdio: "inherit", env: { ...process.env, HVERDAG_PREPARED: folder } });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

const folder = await mkdtemp(path.join(place(), "hverdag-prepared-"));
try {
  await prepare(folder);
  process.exitCode = await run(process.argv.slice(2), folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}
