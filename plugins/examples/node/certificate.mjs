// A certificate for one start, made with nothing but node:crypto.
//
// The host and the plugin prove to each other over TLS that they are who the
// handshake was between (go-plugin calls it AutoMTLS). The host's certificate
// is in the environment; this one goes back to the host in the handshake.
import { createSign, generateKeyPairSync, randomBytes } from "node:crypto";

// One value of DER: a tag, a length, and what is in it.
function der(tag, ...parts) {
  const content = Buffer.concat(parts);
  const length = content.length < 128 ? [content.length]
    : content.length < 256 ? [0x81, content.length]
    : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const sequence = (...parts) => der(0x30, ...parts);
const set = (...parts) => der(0x31, ...parts);
const octets = (content) => der(0x04, content);
const bits = (content, unused = 0) => der(0x03, Buffer.from([unused]), content);
const yes = der(0x01, Buffer.from([0xff]));
const integer = (bytes) => der(0x02, bytes);

// An object identifier: "2.5.4.3".
function oid(dotted) {
  const [a, b, ...rest] = dotted.split(".").map(Number);
  const bytes = [a * 40 + b];
  for (const part of rest) {
    const groups = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return der(0x06, Buffer.from(bytes));
}

// A time as YYYYMMDDHHMMSSZ.
const time = (date) => der(0x18, Buffer.from(date.toISOString().replace(/[-:T]/g, "").slice(0, 14) + "Z"));

const extension = (id, value, critical) => sequence(oid(id), ...(critical ? [yes] : []), octets(value));

// makeCertificate returns the private key and the certificate as PEM, and the
// certificate as DER.
export function makeCertificate() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = sequence(oid("1.2.840.10045.4.3.2")); // ecdsa-with-SHA256
  const name = sequence(set(sequence(oid("2.5.4.3"), der(0x0c, Buffer.from("localhost")))));
  const hour = 3600_000;
  const serial = randomBytes(16);
  serial[0] = (serial[0] & 0x7f) | 0x40; // positive, and without a zero in front
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))), // version 3
    integer(serial),
    algorithm,
    name,
    sequence(time(new Date(Date.now() - hour)), time(new Date(Date.now() + 30 * 24 * hour))),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(
      extension("2.5.29.19", sequence(yes), true), // it is its own authority
      extension("2.5.29.15", bits(Buffer.from([0x84]), 2), true), // signs and issues
      extension("2.5.29.37", sequence(oid("1.3.6.1.5.5.7.3.1"), oid("1.3.6.1.5.5.7.3.2"))),
      extension("2.5.29.17", sequence(der(0x82, Buffer.from("localhost")))),
    )),
  );
  const certificate = sequence(body, algorithm, bits(createSign("SHA256").update(body).sign(privateKey)));
  const lines = certificate.toString("base64").match(/.{1,64}/g).join("\n");
  return {
    key: Buffer.from(privateKey.export({ type: "pkcs8", format: "pem" })),
    pem: Buffer.from(`-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`),
    der: certificate,
  };
}
