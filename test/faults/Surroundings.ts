import { sceneSettings, type Scene } from "../../simulators/Scene.ts"
import { type RedisServer, startRedis } from "../contracts/RedisServer.ts"
import type { makeGateway } from "./Gateway.ts"
import { openRelay, type Relay } from "./Relay.ts"

/** What a stage has beside what every stage has. */
export interface StageNeeds {
  /** Relays between the gateway and WhatsApp, and between it and the panel. */
  readonly hasRelays?: boolean
  /** A Redis that the gateway uses. */
  readonly hasRedis?: boolean
  /** WhatsApp numbers of the gateway, 1 when absent. */
  readonly numbers?: number
  /** How the gateway's processes are started: one, when absent. */
  readonly prepare?: typeof makeGateway
}

/** What stands between the gateway and the world. */
export interface Surroundings {
  /** Null on stages without relays. */
  readonly network: { readonly whatsapp: Relay; readonly panel: Relay } | null
  /** Null on stages without Redis. */
  readonly redis: RedisServer | null
  /** The panel's address as the gateway knows it. */
  readonly panelUrl: string
  /** The gateway's settings that differ from the scene's. */
  readonly settings: Readonly<Record<string, string>>
  readonly close: () => Promise<void>
}

const openNetwork = async ({ whatsapp, panel }: Scene) => ({
  whatsapp: await openRelay(portOf(whatsapp.url)),
  panel: await openRelay(portOf(panel.url))
})

/** Opens what a scenario needs. */
export const openSurroundings = async (scene: Scene, needs: StageNeeds): Promise<Surroundings> => {
  const network = needs.hasRelays === true ? await openNetwork(scene) : null
  const redis = needs.hasRedis === true ? await startRedis() : null
  const { WHATSAPP_WEB_URL, EGRESS_ALLOW } = sceneSettings(scene)
  const through = (url: string, relay: Relay | undefined) =>
    relay === undefined ? url : url.replace(`:${portOf(url)}`, `:${relay.port}`)
  const panelUrl = through(scene.panel.url, network?.panel)
  return {
    network,
    redis,
    panelUrl,
    settings: {
      WHATSAPP_WEB_URL: through(WHATSAPP_WEB_URL, network?.whatsapp),
      EGRESS_ALLOW: `${EGRESS_ALLOW},${new URL(panelUrl).host}`,
      ...(redis === null ? {} : { REDIS_URL: redis.url })
    },
    close: async () => {
      await Promise.all([network?.whatsapp.close(), network?.panel.close(), redis?.kill()])
    }
  }
}

const portOf = (url: string): number => Number(new URL(url).port)
