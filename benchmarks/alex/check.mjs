// Reads a JSON list of texts, writes a JSON list of what alex flags in each: [[start, end], …], in UTF-16 offsets.
import { text as everything } from "node:stream/consumers";
import { text as alex } from "alex";

const texts = JSON.parse(await everything(process.stdin));
const found = texts.map((one) =>
  alex(one).messages.map((message) => [message.position.start.offset, message.position.end.offset]),
);
console.log(JSON.stringify(found));
