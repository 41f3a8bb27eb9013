import { gatewayNumber, type Scene } from "../Scene.ts"
import { easyOrdersOf, type OrderToTry } from "./DemoOrders.ts"
import type { Phone } from "./Phone.ts"
import { telegramPhone } from "./TelegramPhone.ts"
import { directPhone, groupPhone } from "./WhatsAppPhone.ts"

/** How the gateway's number is called in the chats of others. */
export const businessName = "SMM Nepal"

const providerAnswers = ["done", "cancelled ✅", "refill started", "not possible"]

const mayaUsername = "maya_reels"

/** The phones of the page: two customers, one who may become one, their Telegram colleague, and the staff of two providers. */
export const demoPhones = (scene: Scene): ReadonlyArray<Phone> => {
  const { whatsapp, telegram, rahim, sita, providerStaff, aarav, boostMintStaff, bot, groups } = scene
  const [rahims, sitas] = [easyOrdersOf(0), easyOrdersOf(1)]
  const maya = whatsapp.person({ pn: "9779877777777", name: "Maya" })
  scene.panel.setUser(mayaUsername, { email: "maya@mail.example" })
  const mayas = scene.panel.addOrder({
    user: mayaUsername,
    provider: "fastlikes.example",
    status: "in_progress"
  })
  return [
    directPhone(whatsapp, rahim, gatewayNumber, {
      id: "rahim",
      title: "Rahim",
      subtitle: "Customer rahim_smm, writes to your number",
      chatTitle: businessName,
      suggestions: [
        `${idOf(rahims, 8)} cancel`,
        `${idOf(rahims, 9)} refill`,
        `${idOf(rahims, 3)} speed up`,
        `${rahims.map(({ id }) => id).join(" ")} cancel`,
        `${idOf(rahims, 1)} status`,
        `${idOf(sitas, 1)} cancel`
      ]
    }),
    groupPhone(whatsapp, sita, groups.support, {
      id: "sita",
      title: "Sita",
      subtitle: "Customer sita.media, writes in your group",
      chatTitle: groups.support.subject,
      suggestions: [
        `${idOf(sitas, 4)} cancel`,
        `${idOf(sitas, 5)} refill`,
        `${[1, 2, 3].map((n) => idOf(sitas, n)).join(", ")} speedup`,
        `${idOf(sitas, 12)} status`
      ]
    }),
    directPhone(whatsapp, maya, gatewayNumber, {
      id: "maya",
      title: "Maya",
      subtitle: `Has the panel account ${mayaUsername}, and is not registered yet`,
      chatTitle: businessName,
      suggestions: ["Hello", mayaUsername, `${mayas.id} cancel`]
    }),
    groupPhone(whatsapp, providerStaff, groups.fastLikes, {
      id: "fastlikes",
      title: "FastLikes",
      subtitle: "A provider’s staff, in their WhatsApp group",
      chatTitle: groups.fastLikes.subject,
      suggestions: providerAnswers
    }),
    telegramPhone(telegram, aarav, aarav.chatWith(bot), {
      id: "aarav",
      title: "Aarav",
      subtitle: "Customer aarav_tg, writes to your bot",
      chatTitle: "@smm_nepal_bot",
      suggestions: [
        `${idOf(easyOrdersOf(4), 8)} cancel`,
        `${idOf(easyOrdersOf(4), 9)} refill`,
        `${idOf(easyOrdersOf(4), 4)} status`
      ]
    }),
    telegramPhone(telegram, boostMintStaff, groups.boostMint.chat, {
      id: "boostmint",
      title: "BoostMint",
      subtitle: "Another provider, in their Telegram group",
      chatTitle: groups.boostMint.chat.title ?? "",
      suggestions: providerAnswers
    })
  ]
}

/** The nth easy order, counted from 1. */
const idOf = (orders: ReadonlyArray<OrderToTry>, nth: number): number => orders[nth - 1]?.id ?? 0
