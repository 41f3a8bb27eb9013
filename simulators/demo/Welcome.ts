import { relative } from "node:path"
import type { Scene } from "../Scene.ts"
import { easyOrdersOf } from "./DemoOrders.ts"
import type { DemoOptions } from "./Options.ts"

/** The demo's logins; twelve characters at least, as everywhere. */
export const logins = {
  owner: { username: "owner", password: "owner-of-smm-nepal" },
  admin: { username: "admin", password: "master-of-relaydesk" }
} as const

/** What the person who started the demo reads. */
export const welcome = (scene: Scene, options: DemoOptions): string => {
  const { port, phonesPort, wantedPort, isQuiet, databaseUrl, dataDir } = options
  const usernames = [...scene.customers.map(({ username }) => username), scene.aaravUsername]
  const [rahims, sitas] = [easyOrdersOf(0), easyOrdersOf(1)]
  const orders = rahims.map(({ id, hint }) => `${id} ${hint}`.padEnd(44))
  const lines = orders.slice(0, 6).map((left, row) => `    ${left}${orders[row + 6]?.trimEnd() ?? ""}`)
  const others = usernames.slice(1).map((username, index) => {
    const list = easyOrdersOf(index + 1)
    return `${list[0]?.id}–${list.at(-1)?.id} ${username}`
  })
  const busy =
    wantedPort === 0 || port === wantedPort ? [] : [`  Port ${wantedPort} is busy, so this is port ${port}.`]
  const data =
    databaseUrl === undefined
      ? `The data is in ${relative(process.cwd(), dataDir) || dataDir}, new at each start.`
      : "The data is in DATABASE_URL; the next demo needs an empty one."
  return `
Relaydesk demo. WhatsApp, Telegram and the panel are simulated on this computer; nothing leaves it.

  Desk    http://127.0.0.1:${port}
          owner   ${logins.owner.username} / ${logins.owner.password}
          master  ${logins.admin.username} / ${logins.admin.password}
  Phones  http://127.0.0.1:${phonesPort}
          write as a customer or as a provider
${busy.map((line) => `${line}\n`).join("")}
Try
  1. Open both side by side. On Rahim's phone press "${rahims[7]?.id} cancel": the reply comes to his phone, the
     request to both providers' groups, and the desk shows each step.
  2. Press it again, or let Rahim ask for Sita's ${sitas[0]?.id}: see what is refused, and why.
  3. Desk, Channels: add a WhatsApp number, then "Scan QR" on the page of phones.

Orders
  Rahim's (${usernames[0]}), of ${scene.panel.store.orders.size} on the panel:
${lines.join("\n")}
  The same twelve for the others:
${others.map((other) => `    ${other}`).join("\n")}

${isQuiet ? "Nobody writes but you (--quiet)." : "Other customers write now and then; npm run demo -- --quiet stops that."}
${data} Ctrl+C ends everything.
`
}
