// The way out. The host opens one stream (base.v1.Plugin/Attach); calls go to
// it with a number and the operation they are for, and the answers come back by
// number.
import { Fault } from "./serve.mjs";

const reasons = { 1: "host.not_granted", 2: "host.no_operation", 3: "system.too_large", 4: "system.unreachable", 9: "system.timeout" };

// Link is the host's stream, and what waits for answers.
export class Link {
  constructor() {
    this.waiting = new Map();
    this.last = 0;
    this.opened = new Promise((resolve) => (this.resolve = resolve));
  }

  // open takes the stream that the host has opened.
  open(stream) {
    stream.on("data", (answer) => this.waiting.get(answer.id)?.(answer));
    stream.on("error", () => {}); // it ends too
    this.resolve(stream);
  }

  // way is the way out for one call that is being served.
  way(call) {
    const operation = String(call.metadata.get("hverdag-operation")[0] ?? "");
    return { http: (request) => this.http(call, operation, request) };
  }

  // http has the host send a request, and resolves to { status, headers, body }.
  // When the host gives up on the call, the request is taken back.
  async http(call, operation, request) {
    const stream = await this.opened;
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      const parts = [];
      let head;
      const end = (settle, value) => {
        this.waiting.delete(id);
        call.removeListener("cancelled", gaveUp);
        settle(value);
      };
      const gaveUp = () => {
        stream.write({ id, operation, cancel: {} });
        end(reject, new Fault("host", "host.gave_up"));
      };
      this.waiting.set(id, (answer) => {
        if (answer.refusal) {
          const code = reasons[answer.refusal.reason] ?? "host.refused";
          return end(reject, new Fault(code.split(".")[0], code));
        }
        if (answer.http_head) head = answer.http_head;
        if (answer.chunk) parts.push(answer.chunk);
        if (!answer.last) return;
        const headers = new Map((head?.headers ?? []).map((header) => [header.name.toLowerCase(), header.value]));
        end(resolve, { status: head?.status ?? 0, headers, body: Buffer.concat(parts) });
      });
      call.on("cancelled", gaveUp);
      stream.write({ id, operation, http: { method: "GET", headers: [], secrets: [], ...request } });
    });
  }
}
