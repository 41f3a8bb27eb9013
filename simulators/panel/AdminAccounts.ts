import { createHash } from "node:crypto"
import { invalid, notFound, page, type AdminCall, type AdminRoute } from "./AdminCall.ts"
import { type PanelTicket, type PanelUser } from "./Model.ts"
import { openTicket } from "./openTicket.ts"
import { paymentWire, ticketListWire, ticketWire, userWire } from "./Wire.ts"

const seconds = () => Math.floor(Date.now() / 1000)

/** `username` and `email` match as substrings: clients must compare exactly themselves. */
const listUsers: AdminRoute = (call) => {
  const { store, input } = call
  const username = input.optionalText("username")?.toLowerCase() ?? ""
  const email = input.optionalText("email")?.toLowerCase() ?? ""
  const found = store.users.filter(
    (user) => user.username.toLowerCase().includes(username) && user.email.toLowerCase().includes(email)
  )
  return page(call, found, (user) => userWire(call, user))
}

const addUser: AdminRoute = (call) => {
  const username = call.input.optionalText("username") ?? ""
  const email = call.input.optionalText("email") ?? ""
  if (username === "" || !email.includes("@") || !call.input.has("password"))
    throw invalid("Incorrect request")
  if (call.store.user(username)) throw invalid("This username is taken")
  const user: PanelUser = {
    id: 1_001 + call.store.users.length,
    username,
    email,
    apiKey: createHash("sha256").update(username).digest("hex").slice(0, 32),
    status: "active",
    balance: 0,
    spent: 0,
    created: seconds()
  }
  call.store.addUser(user)
  return { data: userWire(call, user) }
}

const namedUser = ({ store, input }: AdminCall): PanelUser => {
  const user = store.user(input.optionalText("username") ?? input.optionalText("user") ?? "")
  if (!user) throw invalid("User not found")
  return user
}

const addPayment: AdminRoute = (call) => {
  const { store, input, settings } = call
  const user = namedUser(call)
  const amount = Number(input.object("amount")?.["value"] ?? input.optionalText("amount"))
  const method = input.optionalText("method") ?? ""
  if (!Number.isFinite(amount) || amount === 0) throw invalid("Incorrect amount")
  if (!settings.paymentMethods.includes(method)) throw invalid("Payment method not found")
  const memo = input.optionalText("memo") ?? ""
  const id = 9_001 + store.payments.length
  const payment = { id, user: user.username, amount, method, memo, created: seconds() }
  store.payments.push(payment)
  user.balance += amount
  return { data: paymentWire(call, payment) }
}

const listTickets: AdminRoute = (call) => {
  const status = call.input.optionalText("status")
  const found = [...call.store.tickets.values()].filter(
    (ticket) => status === undefined || ticket.status === status
  )
  const sorted = found.sort((a, b) => b.lastUpdate - a.lastUpdate || b.id - a.id)
  if (call.settings.ticketOrder === "oldest-first") sorted.reverse()
  return page(call, sorted, (ticket) => ticketListWire(call, ticket))
}

const namedTicket = ({ store, input }: AdminCall): PanelTicket => {
  const ticket = store.tickets.get(Number(input.text("id")))
  if (!ticket) throw notFound()
  return ticket
}

const replyTicket: AdminRoute = (call) => {
  const ticket = namedTicket(call)
  const author = call.input.optionalText("staff_name") ?? ""
  const message = call.input.optionalText("message") ?? ""
  if (!call.settings.staff.includes(author)) throw invalid("Staff not found")
  if (message === "") throw invalid("Message is empty")
  const created = seconds()
  ticket.messages.push({ id: ticket.messages.length + 1, author, isStaff: true, message, created })
  ticket.status = "answered"
  ticket.lastUpdate = created
  return { data: ticketWire(call, ticket) }
}

/** The exact names are not documented: `username` or `user`, `subject`, `message`. */
const addTicket: AdminRoute = (call) => {
  const user = namedUser(call).username
  const subject = call.input.optionalText("subject") ?? ""
  const message = call.input.optionalText("message") ?? ""
  if (subject === "" || message === "") throw invalid("Incorrect request")
  const author = call.settings.staff[0] ?? "support"
  const ticket = openTicket(call.store, { username: user, subject, message, author, isStaff: true })
  return { data: ticketWire(call, ticket) }
}

/** The Users, Payments and Tickets sections of the vendor's menu. */
export const accountRoutes: Readonly<Record<string, AdminRoute>> = {
  "GET /users": listUsers,
  "POST /users/add": addUser,
  "GET /payments": (call) =>
    page(call, call.store.payments.toReversed(), (payment) => paymentWire(call, payment)),
  "POST /payments/add": addPayment,
  "GET /tickets": listTickets,
  "GET /tickets/:id": (call) => ({ data: ticketWire(call, namedTicket(call)) }),
  "POST /tickets/:id/reply": replyTicket,
  "POST /tickets/add": addTicket
}
