import { Bot as GrammyBot } from "grammy"
import { afterEach, beforeEach } from "vitest"
import { type Bot } from "./Bot.ts"
import { startTelegramSimulator, type TelegramSimulator } from "./TelegramSimulator.ts"

/** A simulator, a bot in it and grammY connected to it, fresh for each test of the file that calls this. */
export const useTelegram = () => {
  const polls: Array<{ readonly client: GrammyBot; readonly done: Promise<unknown> }> = []
  let telegram: TelegramSimulator
  let bot: Bot
  let client: GrammyBot
  const connect = () => new GrammyBot(bot.token, { client: { apiRoot: telegram.url } })

  beforeEach(async () => {
    telegram = await startTelegramSimulator({ webhookRetryMs: 10 })
    bot = telegram.bot({ username: "relaydesk_bot" })
    client = connect()
  })

  afterEach(async () => {
    const ending = polls
      .splice(0)
      .map(({ client, done }) => Promise.all([client.stop().catch(() => {}), done]))
    await Promise.all(ending)
    await telegram.stop()
  })

  return {
    get telegram() {
      return telegram
    },
    get bot() {
      return bot
    },
    get client() {
      return client
    },
    connect,
    /** Polls until the test ends; resolves to the error that ended polling, if any. */
    poll: (poller: GrammyBot = client): Promise<unknown> => {
      const done = poller.start().then(
        () => undefined,
        (error: unknown) => error
      )
      polls.push({ client: poller, done })
      return done
    }
  }
}

/** The error of a promise that must fail. */
export const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => {
      throw new Error("it should have failed")
    },
    (error: unknown) => error
  )
