import { startPanelSimulator } from "./panel/PanelSimulator.ts"
import { seedPanel } from "./panel/seedPanel.ts"
import { startTelegramSimulator } from "./telegram/TelegramSimulator.ts"
import { startWhatsAppSimulator } from "./whatsapp/Simulator.ts"

/** How large the outside world is. */
export interface SceneOptions {
  /** Orders on the panel beside those a test adds. */
  readonly orders?: number
  /** Their ids count up from here. */
  readonly firstOrderId?: number
  /** The panel's answer time. */
  readonly panelLatencyMs?: number
  readonly requestsPerSecond?: number
}

/** The gateway's WhatsApp number. */
export const gatewayNumber = "9779800000000"

/** Who the panel buys from: its name there (a secret of the owner) and the alias that people see. */
export const providers = [
  { name: "fastlikes.example", alias: "FastLikes" },
  { name: "boostmint.example", alias: "BoostMint" },
  { name: "followhub.example", alias: "FollowHub" }
] as const

/** Customers with WhatsApp; their usernames on the panel are the same. */
const people = [
  { username: "rahim_smm", pn: "9779811111111", addressing: "lid" },
  { username: "sita.media", pn: "9779822222222", addressing: "lid" },
  { username: "bikash01", pn: "9779833333333", addressing: "pn" },
  { username: "priya_reels", pn: "919844444444", addressing: "lid" }
] as const

/** The world around one tenant: WhatsApp with customers and groups, a Telegram bot and its chats, a panel. */
export const openScene = async (options: SceneOptions = {}) => {
  const { orders, firstOrderId } = options
  const whatsapp = await startWhatsAppSimulator()
  const telegram = await startTelegramSimulator({})
  const panel = await startPanelSimulator({
    ...(orders === undefined
      ? {}
      : { data: seedPanel({ orders, seed: 1, ...(firstOrderId === undefined ? {} : { firstOrderId }) }) }),
    settings: { ratePerSecond: options.requestsPerSecond ?? 5 }
  })
  if (options.panelLatencyMs !== undefined) {
    panel.faults.add({ kind: "latency", ms: options.panelLatencyMs, times: "always" })
  }
  const customers = people.map(({ username, pn, addressing }) => ({
    username,
    person: whatsapp.person({ pn, name: username, addressing })
  }))
  const numbers = people.map(({ pn }) => pn)
  const providerStaff = whatsapp.person({ pn: "9779855555555", name: "FastLikes staff" })
  const fallbackStaff = whatsapp.person({ pn: "9779866666666", name: "Night shift" })
  const support = whatsapp.group({ subject: "SMM Nepal support", participants: [gatewayNumber, ...numbers] })
  const fastLikes = whatsapp.group({
    subject: "FastLikes / Main Support",
    participants: [gatewayNumber, providerStaff.number]
  })
  const fallback = whatsapp.group({
    subject: "Manual orders",
    participants: [gatewayNumber, fallbackStaff.number]
  })
  const bot = telegram.bot({ username: "smm_nepal_bot", firstName: "SMM Nepal", hasPrivacyMode: false })
  const aarav = telegram.person({ firstName: "Aarav", username: "aarav_tg" })
  const boostMintStaff = telegram.person({ firstName: "BoostMint" })
  const boostMint = telegram.group({
    title: "BoostMint / Main Support",
    type: "supergroup",
    members: [bot, boostMintStaff]
  })
  return {
    whatsapp,
    telegram,
    panel,
    phone: whatsapp.phone(gatewayNumber),
    bot,
    customers,
    rahim: customers[0]!.person,
    sita: customers[1]!.person,
    bikash: customers[2]!.person,
    providerStaff,
    fallbackStaff,
    boostMintStaff,
    aarav,
    aaravUsername: "aarav_tg",
    groups: { support, fastLikes, fallback, boostMint },
    stop: async () => {
      await Promise.all([whatsapp.stop(), telegram.stop(), panel.stop()])
    }
  }
}

export type Scene = Awaited<ReturnType<typeof openScene>>

/** The settings with which a gateway lives in this scene. */
export const sceneSettings = (scene: Scene) => ({
  WHATSAPP_WEB_URL: scene.whatsapp.url,
  WHATSAPP_VERSION_URL: `${scene.whatsapp.controlUrl}/sw.js`,
  TELEGRAM_API_ROOT: scene.telegram.url,
  // As long as the simulated Telegram has no limits.
  TELEGRAM_PACE: scene.telegram.limits.isOn ? "on" : "off",
  EGRESS_ALLOW: [scene.panel.url, scene.whatsapp.controlUrl, scene.whatsapp.url, scene.telegram.url]
    .map((url) => new URL(url).host)
    .join(",")
})
