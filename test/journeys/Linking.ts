import { Effect } from "effect"
import { renderTemplate } from "../../src/domain/Templates.ts"
import { AuditLog } from "../../src/ports/AuditLog.ts"
import { Customers } from "../../src/ports/Customers.ts"
import { Registrations } from "../../src/ports/Registrations.ts"
import { type Newcomer, newcomer } from "./Newcomers.ts"
import type { Stage } from "./Stage.ts"

/** The number that a stage's tenant names in its texts. */
export const support = "+977 980-0000000"

/** What a stranger is told first. */
export const notRegistered =
  "This number is not registered. Please enter your panel username or registered email to continue."

const said = (key: string, username: string) =>
  renderTemplate({ templates: {} }, key, { username, support_number: support })

/** What is said to one who wants this username. */
export const words = {
  taken: said("registration.taken", ""),
  linked: (username: string) => `Your number is now linked to ${username}. You can send your commands.`,
  waits: (username: string) => `Thank you. Your request to link ${username} is waiting for approval.`,
  unknown: (name: string) => `No account was found for ${name}. Please check it and send it again.`,
  rejected: (username: string) => said("registration.rejected", username),
  expired: (username: string) => said("registration.expired", username),
  added: (order: string) => `Cancel request added for order ${order}`
}

/** The code that an answer names. */
export const codeIn = (answer: string): string => /RD-[A-Z0-9]{8}/.exec(answer)![0]

let users = 0
let nextOrder = 610_000_000

/** The panel's side, the owner's side and strangers, for tests of how they come together. */
export const makeLinking = (stage: Stage) => {
  const addUser = (name = `shop.${++users}`): string => {
    stage.panel.setUser(name, { email: `${name.toLowerCase()}@mail.example` })
    return name
  }
  const addOrder = (user: string): string => {
    const id = ++nextOrder
    stage.panel.addOrder({ id, user, provider: "fastlikes.example", externalId: `8${id}` })
    return String(id)
  }
  const waiting = async (username: string) => {
    const { items } = await stage.run(
      Effect.flatMap(Registrations, (all) =>
        Effect.orDie(all.list(stage.tenantId, { state: "waiting", before: null, limit: 100 }))
      )
    )
    return items.filter((one) => one.username === username).toReversed()
  }
  return {
    rules: (more: Readonly<Record<string, unknown>>) => stage.setRules({ lookupsPerHour: 1_000, ...more }),
    addUser,
    addOrder,
    /** A command of this person for an order of this account is accepted; gives the answer. */
    works: async (person: Newcomer, username: string) => {
      const order = addOrder(username)
      const answer = await person.ask(`${order} cancel`)
      if (answer !== words.added(order)) throw new Error(`${username} is answered: ${answer}`)
      return answer
    },
    /** A new person who has read that he is not registered. */
    prompted: async (network: Parameters<typeof newcomer>[1] = "whatsapp") => {
      const person = newcomer(stage, network)
      const answer = await person.ask("hello")
      if (answer !== notRegistered) throw new Error(`a stranger is answered: ${answer}`)
      return person
    },
    /** Registrations of this username that wait, oldest first. */
    waiting,
    /** Approves the oldest of them, as the owner's page does. */
    approve: async (username: string) => {
      const [oldest] = await waiting(username)
      const notices = { linked: words.linked(username), taken: words.taken }
      const options = { mayHaveSeveral: false, by: "owner", notices, now: Date.now() }
      return stage.run(
        Effect.flatMap(Registrations, (all) => all.approve(stage.tenantId, oldest!.id, options))
      )
    },
    reject: async (username: string) => {
      const [oldest] = await waiting(username)
      const notice = words.rejected(username)
      const options = { state: "rejected", by: "owner", notice, now: Date.now() } as const
      return stage.run(Effect.flatMap(Registrations, (all) => all.close(stage.tenantId, oldest!.id, options)))
    },
    customer: async (username: string) => {
      const query = { status: null, search: username, before: null, limit: 10 }
      const { items } = await stage.run(
        Effect.flatMap(Customers, (all) => Effect.orDie(all.list(stage.tenantId, query)))
      )
      return items.find((one) => one.username.toLowerCase() === username.toLowerCase())
    },
    audited: async (action: string, subject: string) => {
      const query = { action, search: subject, before: null, limit: 50 }
      const { items } = await stage.run(
        Effect.flatMap(AuditLog, (log) => Effect.orDie(log.list(stage.tenantId, query)))
      )
      return items
    }
  }
}
