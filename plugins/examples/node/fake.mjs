// The register as it behaves, for check.json: says where it listens, and ends
// when its input does.
import { createServer } from "node:http";

const units = [{ id: "none" }];
for (let i = 0; i < 249; i++) units.push({ id: String(i), name: `Bjørkåsen skole ${i}`, type: "skole", lat: 59.9, lon: 10.7 });

const server = createServer((request, response) => {
  if (request.headers.authorization !== "Bearer en-hemmelighet") return response.writeHead(401).end();
  const query = new URL(request.url, "http://register.example").searchParams;
  const [page, size] = [Number(query.get("page")), Number(query.get("size"))];
  response.setHeader("Content-Type", "application/json; charset=utf-8");
  response.end(JSON.stringify({ pages: Math.ceil(units.length / size), units: units.slice((page - 1) * size, page * size) }));
});

server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
process.stdin.resume().on("end", () => process.exit(0));
