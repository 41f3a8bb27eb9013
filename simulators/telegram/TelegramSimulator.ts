import { type Bot } from "./Bot.ts"
import { botApi } from "./BotApi.ts"
import { type Chat, type ChatMessage } from "./Chat.ts"
import { telegramRoutes } from "./ControlRoutes.ts"
import { createBot, type NewBot } from "./createBot.ts"
import { type TelegramFault } from "./Faults.ts"
import { Group, type Member } from "./Group.ts"
import { controlServer } from "./http/ControlServer.ts"
import { FaultPlan } from "./http/FaultPlan.ts"
import { LoopbackServer } from "./http/LoopbackServer.ts"
import { Person } from "./Person.ts"
import { publishedLimits, RateLimits, type Limits } from "./RateLimits.ts"
import { type WireUser } from "./Wire.ts"
import { World, type BotCall } from "./World.ts"

export interface TelegramOptions {
  /** 0 (default) takes free ports. */
  readonly port?: number
  readonly controlPort?: number
  readonly limits?: Partial<Limits>
  /** First pause before a webhook is tried again; doubles. One second by default. */
  readonly webhookRetryMs?: number
}

export interface NewPerson {
  readonly id?: number
  readonly firstName: string
  readonly lastName?: string
  readonly username?: string
  readonly languageCode?: string
}

export interface NewGroup {
  readonly title: string
  readonly type?: "group" | "supergroup"
  readonly isForum?: boolean
  readonly members?: ReadonlyArray<Member>
}

/** A simulated Telegram on loopback: the Bot API on `url`, the people and chats behind it as objects. */
export class TelegramSimulator {
  readonly world = new World()
  readonly faults = new FaultPlan<TelegramFault>()
  readonly persons = new Map<number, Person>()
  readonly groups = new Map<string, Group>()
  readonly #limits: RateLimits
  readonly #webhookRetryMs: number
  readonly #api: LoopbackServer
  readonly #control: LoopbackServer

  constructor(options: TelegramOptions) {
    this.#limits = new RateLimits({ ...publishedLimits, ...options.limits })
    this.#webhookRetryMs = options.webhookRetryMs ?? 1_000
    const { world, faults } = this
    this.#api = new LoopbackServer(botApi({ world, faults, limits: this.#limits }), options.port)
    this.#control = controlServer(telegramRoutes(this), world.events, options.controlPort)
  }

  /** What grammY takes as `apiRoot`. */
  get url(): string {
    return this.#api.url
  }

  get controlUrl(): string {
    return this.#control.url
  }

  /** Real limits; set `limits.isOn = true` to enforce them. */
  get limits(): Limits {
    return this.#limits.limits
  }

  get calls(): ReadonlyArray<BotCall> {
    return this.world.calls.items
  }

  /** Every message of every chat, oldest first. */
  get messages(): ReadonlyArray<ChatMessage> {
    return this.world.messages.items
  }

  async start(): Promise<void> {
    await Promise.all([this.#api.open(), this.#control.open()])
  }

  async stop(): Promise<void> {
    for (const bot of this.world.bots.values()) bot.webhook.set(undefined)
    await Promise.all([this.#api.close(), this.#control.close()])
  }

  /** Refuses connections to the Bot API until `up`; the control API stays. */
  down(): Promise<void> {
    return this.#api.close()
  }

  up(): Promise<void> {
    return this.#api.open()
  }

  /** Registers a bot, as BotFather does. */
  bot(details: NewBot = {}): Bot {
    return createBot(
      { world: this.world, limits: this.#limits, webhookRetryMs: this.#webhookRetryMs },
      details
    )
  }

  /** BotFather revokes a bot's token and gives this new one; what nobody fetched waits on. */
  renewToken(bot: Bot): string {
    bot.token = `${bot.id}:AArenewed-token-${this.world.nextId()}-of-relaydesk`
    bot.isRevoked = false
    return bot.token
  }

  /** Adds a human; nobody sees them before they write or are put into a group. */
  person(details: NewPerson): Person {
    const user: WireUser = {
      id: details.id ?? 5_000_000_000 + this.world.nextId(),
      is_bot: false,
      first_name: details.firstName,
      ...(details.lastName === undefined ? {} : { last_name: details.lastName }),
      ...(details.username === undefined ? {} : { username: details.username }),
      language_code: details.languageCode ?? "en"
    }
    const person = new Person(this.world, user)
    this.world.users.set(user.id, user)
    this.persons.set(user.id, person)
    return person
  }

  /** Opens a group (a supergroup unless said otherwise) with these members. */
  group(details: NewGroup): Group {
    const number = this.world.nextId()
    const isSuper = details.type !== "group" || details.isForum === true
    const id = isSuper ? -1_002_000_000_000 - number : -4_000_000_000 - number
    const { title, isForum = false } = details
    const chat = this.world.addChat(isSuper ? "supergroup" : "group", id, { title, isForum })
    const owner = this.#owner()
    chat.members.set(owner.id, "creator")
    const group = new Group(this.world, chat, owner)
    this.groups.set(chat.key, group)
    for (const member of details.members ?? []) group.add(member)
    return group
  }

  /** The private chat of a bot and a person. */
  chat(bot: Bot, person: Person): Chat {
    return person.chatWith(bot)
  }

  /** Waits for a message, past or future, of a bot or a person; `message.seq > telegram.mark()` leaves out the past. */
  waitFor(predicate: (message: ChatMessage) => boolean, timeoutMs?: number): Promise<ChatMessage> {
    return this.world.messages.waitFor(predicate, timeoutMs, "message")
  }

  waitForCall(predicate: (call: BotCall) => boolean, timeoutMs?: number): Promise<BotCall> {
    return this.world.calls.waitFor(predicate, timeoutMs, "call")
  }

  /** The `seq` of the newest message. */
  mark(): number {
    return this.world.lastSeq
  }

  #owner(): WireUser {
    const known = this.world.users.get(OWNER.id)
    if (!known) this.world.users.set(OWNER.id, OWNER)
    return known ?? OWNER
  }
}

/** Creates the groups and adds others to them. */
const OWNER: WireUser = { id: 5_000_000_001, is_bot: false, first_name: "Group owner" }

/** Starts a simulated Telegram with nobody in it yet. */
export const startTelegramSimulator = async (options: TelegramOptions = {}): Promise<TelegramSimulator> => {
  const simulator = new TelegramSimulator(options)
  await simulator.start()
  return simulator
}
