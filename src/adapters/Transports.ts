import { Effect, Layer } from "effect"
import { ChannelTransports } from "../ports/ChannelTransport.ts"
import { make as makeGreen } from "./greenapi/GreenApiTransport.ts"
import { make as makeTelegram } from "./telegram/TelegramTransport.ts"
import { make as makeWhatsApp } from "./whatsapp/WhatsAppTransport.ts"
import { make as makeCloud } from "./whatsappcloud/WhatsAppCloudTransport.ts"

/** The transports of every kind of channel. */
export const layer = Layer.effect(
  ChannelTransports,
  Effect.all({
    whatsapp: makeWhatsApp,
    telegram: makeTelegram,
    whatsapp_cloud: makeCloud,
    green_api: makeGreen
  })
)
