import { parseArgs } from "node:util"
import { startTelegramSimulator } from "./TelegramSimulator.ts"

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    "control-port": { type: "string", default: "0" },
    "bot-token": { type: "string" },
    limits: { type: "boolean", default: false }
  }
})

const telegram = await startTelegramSimulator({
  port: Number(values.port),
  controlPort: Number(values["control-port"]),
  limits: { isOn: values.limits }
})
const token = values["bot-token"]
const bot = telegram.bot({ username: "relaydesk_bot", ...(token === undefined ? {} : { token }) })

console.log(JSON.stringify({ url: telegram.url, controlUrl: telegram.controlUrl, botToken: bot.token }))

const stop = () => void telegram.stop()
process.once("SIGTERM", stop)
process.once("SIGINT", stop)
