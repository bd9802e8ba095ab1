// The part of a plugin that is the same for all: the handshake, TLS, and the
// way out through the host. plugin.mjs is what is special.
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";
import { makeCertificate } from "./certificate.mjs";
import { Link } from "./link.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));

// protos is where the contract is: beside this file in a release, and in the
// repository where it is kept.
const protos = [join(here, "proto"), join(here, "..", "..", "proto")].find((folder) => existsSync(folder));

const options = { keepCase: true, longs: Number, enums: Number, defaults: true, oneofs: true, includeDirs: [protos, here] };
const contract = grpc.loadPackageDefinition(loader.loadSync([
  "base/v1/base.proto", "registry/v1/registry.proto", "goplugin.proto", "health.proto",
], options));

const most = 4 * 1024 * 1024 + 64 * 1024; // as much as one message may be

// serve runs a plugin: an object with describe, configure, check and list.
export async function serve(plugin) {
  if (process.env.HVERDAG_PLUGIN === undefined) {
    console.error("This is a plugin of Hverdag; a host starts it. Try: hverdag-plugin check node main.mjs");
    process.exit(1);
  }
  // Only the handshake may come on stdout.
  const out = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);

  const link = new Link();
  const server = new grpc.Server({ "grpc.max_receive_message_length": most, "grpc.max_send_message_length": most });
  const v1 = contract.hverdag.plugin;
  server.addService(v1.base.v1.Plugin.service, base(plugin, link));
  server.addService(v1.registry.v1.Registry.service, { list: (call) => list(plugin, link, call) });
  server.addService(contract.grpc.health.v1.Health.service, { check: (_, done) => done(null, { status: 1 }) });
  server.addService(contract.plugin.GRPCController.service, {
    shutdown: (_, done) => {
      done(null, {});
      setTimeout(() => process.exit(0), 50);
    },
  });

  // The sandbox lets a plugin make its socket in this folder, and nothing else.
  const socket = join(process.env.PLUGIN_UNIX_SOCKET_DIR || tmpdir(), "plugin-" + randomUUID().slice(0, 8));
  const { credentials, certificate } = security();
  await new Promise((resolve, reject) => {
    server.bindAsync("unix:" + socket, credentials, (err) => (err ? reject(err) : resolve()));
  });
  out(`1|1|unix|${socket}|grpc|${certificate}\n`);

  // A host that is killed says no goodbye.
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || process.exit(0), 1000).unref();
}

function security() {
  const host = process.env.PLUGIN_CLIENT_CERT;
  if (!host) return { credentials: grpc.ServerCredentials.createInsecure(), certificate: "" };
  const own = makeCertificate();
  return {
    credentials: grpc.ServerCredentials.createSsl(Buffer.from(host), [{ private_key: own.key, cert_chain: own.pem }], true),
    certificate: own.der.toString("base64").replace(/=+$/, ""),
  };
}

function base(plugin, link) {
  let configured = false;
  plugin.ready = () => {
    if (!configured) throw new Fault("host", "plugin.not_configured");
  };
  return {
    describe: answer(link, () => plugin.describe()),
    configure: answer(link, async (request, way) => {
      await plugin.configure(request, way);
      configured = true;
      return {};
    }),
    checkHealth: answer(link, async (_, way) => {
      plugin.ready();
      return plugin.check(way);
    }),
    attach: (call) => {
      link.open(call);
      // The host has left: there is nothing more to do here.
      call.on("end", () => process.exit(0));
      call.on("cancelled", () => process.exit(0));
    },
  };
}

// answer makes a function that returns or throws into a gRPC handler.
function answer(link, work) {
  return async (call, done) => {
    try {
      done(null, await work(call.request, link.way(call)));
    } catch (err) {
      done(statusOf(err));
    }
  };
}

async function list(plugin, link, call) {
  try {
    plugin.ready();
    for await (const part of plugin.list(call.request, link.way(call))) {
      if (call.cancelled) return;
      if (!call.write(part)) await new Promise((resume) => call.once("drain", resume));
    }
    call.end();
  } catch (err) {
    call.emit("error", statusOf(err));
  }
}

// Fault says whose fault an error is: plugin, system, settings or host.
export class Fault extends Error {
  constructor(source, code, more = {}) {
    super(code);
    Object.assign(this, { source, code, ...more });
  }
}

const sources = { plugin: 1, system: 2, settings: 3, host: 4 };
const codes = { plugin: 13, system: 14, settings: 3, host: 9 };

// statusOf makes an error into a gRPC status with a base.v1.Fault as detail.
function statusOf(err) {
  const fault = err instanceof Fault ? err : new Fault("plugin", "plugin.error");
  if (fault !== err) console.error(err);
  const detail = message([
    [1, sources[fault.source]], [2, fault.code], [3, fault.field], [4, fault.retryAfter],
    [5, fault.message_ && message([[1, fault.message_.nb], [2, fault.message_.nn]])],
  ]);
  const any = message([[1, "type.googleapis.com/hverdag.plugin.base.v1.Fault"], [2, detail]]);
  const metadata = new grpc.Metadata();
  metadata.set("grpc-status-details-bin", message([[1, codes[fault.source]], [2, fault.code], [3, any]]));
  return { code: codes[fault.source], details: fault.code, metadata };
}

// message encodes fields as protobuf does: numbers, texts and what is encoded
// already. A detail is sent as bytes, which the loader has no name for.
function message(fields) {
  const parts = [];
  for (const [number, value] of fields) {
    if (value === undefined || value === "" || value === 0) continue;
    if (typeof value === "number") {
      parts.push(varint(number << 3), varint(value));
      continue;
    }
    const bytes = Buffer.from(value);
    parts.push(varint((number << 3) | 2), varint(bytes.length), bytes);
  }
  return Buffer.concat(parts);
}

function varint(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 0x80);
  return Buffer.from([...bytes, value]);
}
