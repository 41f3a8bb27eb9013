import { parseArgs } from "node:util"
import { quietLibsignal } from "./QuietLibsignal.ts"
import { startWhatsAppSimulator } from "./Simulator.ts"

quietLibsignal()

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    "control-port": { type: "string", default: "0" },
    addressing: { type: "string", default: "lid" },
    "decrypt-groups": { type: "string", default: "one" },
    "group-receipts": { type: "string", default: "all" }
  }
})
const groupReceipts = values["group-receipts"]

const simulator = await startWhatsAppSimulator({
  port: Number(values.port),
  controlPort: Number(values["control-port"]),
  addressing: values.addressing === "pn" ? "pn" : "lid",
  decryptGroups: values["decrypt-groups"] === "all" ? "all" : "one",
  groupReceipts: groupReceipts === "one" || groupReceipts === "none" ? groupReceipts : "all"
})
console.log(JSON.stringify({ url: simulator.url, controlUrl: simulator.controlUrl }))

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => void simulator.stop().then(() => process.exit(0)))
}
