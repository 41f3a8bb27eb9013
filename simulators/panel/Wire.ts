import { type AdminCall } from "./AdminCall.ts"
import { MANUAL, type PanelOrder, type PanelPayment, type PanelTicket, type PanelUser } from "./Model.ts"
import { type PanelSettings } from "./PanelSettings.ts"

/** "YYYY-MM-DD HH:MM:SS" on the panel's clock. */
export const dateText = (seconds: number, { utcOffsetMinutes }: PanelSettings): string =>
  new Date((seconds + utcOffsetMinutes * 60) * 1000).toISOString().slice(0, 19).replace("T", " ")

/** An amount as the admin API shows it. */
export const money = (amount: number, { moneyShape, currency }: PanelSettings): unknown => {
  const value = Number(amount.toFixed(5))
  const sign = currency === "USD" ? "$" : `${currency} `
  return moneyShape === "plain"
    ? value
    : { value: String(value), currency_code: currency, formatted: `${sign}${value.toFixed(2)}` }
}

/** An order as GET /orders/{id} shows it to this key. */
export const orderWire = (call: AdminCall, order: PanelOrder) => {
  const { settings, store, key } = call
  const isManual = order.provider === MANUAL
  return {
    ...orderListWire(call, order),
    external_id: key.canSeeExternalIds ? order.externalId : "",
    provider: order.provider,
    last_update: dateText(order.lastUpdate, settings),
    last_update_timestamp: order.lastUpdate,
    actions: {
      resend: order.status === "fail" || order.status === "error",
      cancel_and_refund: order.status === "fail" || order.status === "error",
      request_cancel: store.canRequestCancel(order),
      refill: store.canRefill(order)
    },
    mode: isManual ? "manual" : "auto",
    comments: ""
  }
}

/** An order as the list shows it if the panel's list is `thin`. */
export const orderListWire = ({ settings, store }: AdminCall, order: PanelOrder) => ({
  id: order.id,
  user: order.user,
  ...(settings.showsUserIds ? { user_id: store.user(order.user)?.id ?? 0 } : {}),
  creation_type: order.creationType,
  charge: money(order.charge, settings),
  link: order.link,
  start_count: order.startCount ?? null,
  quantity: order.quantity,
  service_id: order.serviceId,
  service_name: order.serviceName,
  service_type: "Default",
  status: order.status,
  remains: order.remains,
  created: dateText(order.created, settings),
  created_timestamp: order.created,
  mode: store.services.get(order.serviceId)?.provider === MANUAL ? "manual" : "auto"
})

/** A user; only id, username and email are proven for the real panel. */
export const userWire = ({ settings }: AdminCall, user: PanelUser) => ({
  id: user.id,
  username: user.username,
  email: user.email,
  ...(settings.userDetail === "bare"
    ? {}
    : {
        balance: money(user.balance, settings),
        spent: money(user.spent, settings),
        status: user.status,
        created: dateText(user.created, settings),
        created_timestamp: user.created
      })
})

export const paymentWire = ({ settings }: AdminCall, payment: PanelPayment) => ({
  id: payment.id,
  user: payment.user,
  amount: money(payment.amount, settings),
  method: payment.method,
  status: "completed",
  memo: payment.memo,
  mode: "manual",
  created: dateText(payment.created, settings),
  created_timestamp: payment.created
})

export const ticketListWire = ({ settings }: AdminCall, ticket: PanelTicket) => ({
  id: ticket.id,
  ...(settings.ticketList === "nameless" ? {} : { user: ticket.user }),
  subject: ticket.subject,
  status: ticket.status,
  created: dateText(ticket.created, settings),
  created_timestamp: ticket.created,
  last_update: dateText(ticket.lastUpdate, settings),
  last_update_timestamp: ticket.lastUpdate
})

export const ticketWire = (call: AdminCall, ticket: PanelTicket) => ({
  ...ticketListWire(call, ticket),
  user: ticket.user,
  messages: ticket.messages.map(({ id, author, isStaff, message, created }) => ({
    id,
    author,
    is_staff: isStaff,
    message,
    created: dateText(created, call.settings),
    created_timestamp: created
  }))
})
