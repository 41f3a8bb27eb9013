import { placeOf } from "./Places.ts"

// Telegram's published limits (core.telegram.org/bots/faq), a little below them: what is refused there costs more.

/** Of one bot, after a burst of a second's worth. */
const bot = { everyMillis: 1_000 / 28, burst: 28 }

/** Of it what answers nobody may have: the rest is always left for customers who wait (CH-11). */
const patient = { everyMillis: 1_000 / 18, burst: 18 }

/** In one person's chat; short bursts are let through. */
const direct = { everyMillis: 1_050, burst: 3 }

/** In one group, all topics of a forum together. */
const group = { messages: 20, inMillis: 61_000 }

/** How soon a bot may write where. */
export interface Pace {
  /**
   * Takes a turn: 0 = now, else milliseconds to wait before asking again, with nothing taken. Never waits itself.
   * `isPatient`: nobody waits for it, so that answers go before it where many want to write.
   */
  readonly take: (chatId: string, now: number, isPatient?: boolean) => number
}

// Chats at rest are forgotten when there are more than this.
const capacity = 10_000

/** A place in the bot's line that is not used is given away after so long. */
const keptMillis = 5_000

/** Keeps one bot within Telegram's limits. */
export const makePace = (): Pace => {
  const people = makeBuckets()
  const groups = makeWindows()
  const everybody = makeLine(bot)
  const thePatient = makeLine(patient)

  return {
    take: (chatId, now, isPatient = false) => {
      const { chat } = placeOf(chatId)
      const own = chat.startsWith("-") ? groups : people
      const wait =
        own.waitOf(chat, now) ||
        (isPatient ? thePatient.waitOf(chatId, now) : 0) ||
        everybody.waitOf(chatId, now)
      if (wait > 0) return wait
      thePatient.leave(chatId)
      everybody.leave(chatId)
      own.note(chat, now)
      return 0
    }
  }
}

/** A limit of the bot as a whole: who must wait gets a place in its line, so that those who wait do not all come back at once. */
const makeLine = ({ burst, everyMillis }: { readonly burst: number; readonly everyMillis: number }) => {
  const places = new Map<string, number>()
  let usedAt = 0
  return {
    /** How long until the turn, which is kept for this chat from now on. */
    waitOf: (chatId: string, now: number): number => {
      const place = places.get(chatId)
      if (place !== undefined) return Math.max(0, Math.ceil(place - now))
      for (const [waiting, at] of places) {
        // They are in the order of their times.
        if (at >= now - keptMillis) break
        places.delete(waiting)
      }
      const wait = Math.max(0, Math.ceil(usedAt - (burst - 1) * everyMillis - now))
      usedAt = Math.max(usedAt, now) + everyMillis
      places.set(chatId, now + wait)
      return wait
    },
    leave: (chatId: string): void => void places.delete(chatId)
  }
}

/** Each person's chat: the time at which its burst is used up, moved on by every message. */
const makeBuckets = () => {
  const usedAt = new Map<string, number>()
  return {
    waitOf: (chat: string, now: number) =>
      Math.max(0, Math.ceil((usedAt.get(chat) ?? 0) - (direct.burst - 1) * direct.everyMillis - now)),
    note: (chat: string, now: number) => {
      if (usedAt.size >= capacity) for (const [other, at] of usedAt) if (at <= now) usedAt.delete(other)
      usedAt.set(chat, Math.max(usedAt.get(chat) ?? 0, now) + direct.everyMillis)
    }
  }
}

/** Each group: the times of its last messages. */
const makeWindows = () => {
  const sent = new Map<string, ReadonlyArray<number>>()
  return {
    waitOf: (chat: string, now: number) => {
      const first = sent.get(chat)?.at(-group.messages)
      return first === undefined ? 0 : Math.max(0, first + group.inMillis - now)
    },
    note: (chat: string, now: number) => {
      if (sent.size >= capacity) {
        for (const [other, times] of sent) if ((times.at(-1) ?? 0) + group.inMillis <= now) sent.delete(other)
      }
      sent.set(chat, [...(sent.get(chat) ?? []), now].slice(-group.messages))
    }
  }
}
