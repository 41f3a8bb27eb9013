import type { Person as TelegramPerson } from "../../simulators/telegram/Person.ts"
import type { Person } from "../../simulators/whatsapp/Person.ts"
import { gatewayNumber } from "../../simulators/Scene.ts"
import type { Stage } from "./Stage.ts"

/** Writes to the gateway's number and gives the text of the next answer. */
export const askOnWhatsApp = async (person: Person, text: string): Promise<string> => {
  const before = person.inbox.entries.length
  await person.send(gatewayNumber, text)
  const reply = await person.waitFor(
    ({ isFromGateway, group, seq }) => isFromGateway && group === undefined && seq > before,
    15_000
  )
  return reply.text
}

/** Writes to the gateway's bot and gives the text of the next answer. */
export const askOnTelegram = async (
  stage: Pick<Stage, "telegram" | "bot">,
  person: TelegramPerson,
  text: string
): Promise<string> => {
  const question = person.write(stage.bot, text)
  const reply = await stage.telegram.waitFor(
    ({ isFromBot, chat, seq }) => isFromBot && chat === question.chat && seq > question.seq,
    15_000
  )
  return reply.text
}

/** What the gateway wrote into a WhatsApp group, oldest first. */
export const writtenTo = (group: Stage["groups"]["fastLikes"]): ReadonlyArray<string> =>
  group.log.entries.filter(({ isFromGateway }) => isFromGateway).map(({ text }) => text)

/** What the bot wrote into a Telegram group, oldest first. */
export const botWroteTo = (group: Stage["groups"]["boostMint"]): ReadonlyArray<string> =>
  group.messages.filter(({ isFromBot }) => isFromBot).map(({ text }) => text)

/** Waits until the gateway has written exactly this into a WhatsApp group. */
export const onWhatsApp = (group: Stage["groups"]["fastLikes"], text: string) =>
  group.log.waitFor((message) => message.isFromGateway && message.text === text, 10_000)

/** Waits until the bot has written exactly this into a Telegram group. */
export const onTelegram = (stage: Stage, group: Stage["groups"]["boostMint"], text: string) =>
  stage.telegram.waitFor(
    (message) => message.isFromBot && message.chat === group.chat && message.text === text,
    10_000
  )

/** Ids in the panel's request-cancel calls, one list per call. */
export const cancelCalls = ({ panel }: Pick<Stage, "panel">): ReadonlyArray<ReadonlyArray<string>> =>
  panel.writes
    .filter(({ path }) => path.endsWith("/orders/request-cancel"))
    .map(({ body }) => String(body["ids"]).split(","))
