import { parseArgs } from "node:util"
import { startPanelSimulator } from "./PanelSimulator.ts"
import { seedPanel } from "./seedPanel.ts"

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    "control-port": { type: "string", default: "0" },
    orders: { type: "string", default: "1000" },
    users: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    progress: { type: "boolean", default: false }
  }
})

const panel = await startPanelSimulator({
  port: Number(values.port),
  controlPort: Number(values["control-port"]),
  data: seedPanel({ orders: Number(values.orders), users: Number(values.users), seed: Number(values.seed) }),
  ...(values.progress ? { progress: { stepMs: 20_000, cancelMs: 10_000, refillMs: 10_000 } } : {})
})

console.log(JSON.stringify({ url: panel.url, controlUrl: panel.controlUrl, adminKey: panel.adminKey }))

const stop = () => void panel.stop()
process.once("SIGTERM", stop)
process.once("SIGINT", stop)
