import { setTimeout as sleep } from "node:timers/promises"
import type { ChannelState } from "../../src/domain/Channel.ts"
import type { ChannelView } from "../../src/domain/LiveEvent.ts"

/** The owner at his pages: sees his channels and presses their buttons. */
export interface Owner {
  /** Connects the channel again, as its button does; asked again while the gateway cannot take the order. */
  readonly reconnect: (name: string) => Promise<void>
  /** Waits until the channel is in one of these states, and gives what the page says of it. */
  readonly sees: (name: string, ...states: ReadonlyArray<ChannelState["_tag"]>) => Promise<ChannelView>
}

/** Who the owner is; the stage makes his login. */
export const ownerLogin = { username: "owner", password: "correct horse battery" }

/** A page asks so often; the live socket would be quicker, and is nothing to wait on across a kill. */
const lookMillis = 250
const patience = 180_000

/** The owner of the stage's tenant; logs in when he first needs to. */
export const makeOwner = (url: string): Owner => {
  let cookie: string | undefined

  const logIn = async (): Promise<string> => {
    const answer = await fetch(`${url}/api/login`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: url },
      body: JSON.stringify(ownerLogin)
    })
    const own = answer.headers.getSetCookie()[0]?.split(";")[0]
    if (!answer.ok || own === undefined) throw new Error(`the owner's login: ${answer.status}`)
    return own
  }

  const call = async (method: "GET" | "POST", path: string): Promise<Response> => {
    cookie ??= await logIn()
    const answer = await fetch(`${url}/api${path}`, { method, headers: { cookie, origin: url } })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }

  /** What fails is asked again: the gateway may be starting, or its database away. */
  const patiently = async <A>(what: string, ask: () => Promise<A | undefined>): Promise<A> => {
    const until = Date.now() + patience
    let last: unknown
    while (Date.now() < until) {
      try {
        const answer = await ask()
        if (answer !== undefined) return answer
      } catch (error) {
        last = error
      }
      await sleep(lookMillis)
    }
    throw new Error(`${what}: not within ${patience / 1000} s`, { cause: last })
  }

  const find = async (name: string): Promise<ChannelView | undefined> => {
    const answer = await call("GET", "/channels")
    const { items } = (await answer.json()) as { readonly items: ReadonlyArray<ChannelView> }
    return items.find((channel) => channel.name === name)
  }

  return {
    reconnect: async (name) => {
      await patiently(`reconnecting ${name}`, async () => {
        const channel = await find(name)
        return channel === undefined ? undefined : call("POST", `/channels/${channel.id}/reconnect`)
      })
    },
    sees: (name, ...states) =>
      patiently(`${name} ${states.join(" or ")}`, async () => {
        const channel = await find(name)
        return channel !== undefined && states.includes(channel.state._tag) ? channel : undefined
      })
  }
}
