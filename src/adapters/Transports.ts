import { Effect, Layer } from "effect"
import { ChannelTransports } from "../ports/ChannelTransport.ts"
import { make as makeTelegram } from "./telegram/TelegramTransport.ts"
import { make as makeWhatsApp } from "./whatsapp/WhatsAppTransport.ts"

/** The transports of every kind of channel. */
export const layer = Layer.effect(
  ChannelTransports,
  Effect.all({ whatsapp: makeWhatsApp, telegram: makeTelegram })
)
