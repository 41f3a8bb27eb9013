/** Where files are: `download` is one origin, an upload goes to a host that WhatsApp names for it. */
export interface MediaHosts {
  readonly download: string
  readonly upload: (hostname: string) => string | null
}

const isHost = (hostname: string): boolean => /^[a-z0-9-]+(\.[a-z0-9-]+)*\.whatsapp\.net$/i.test(hostname)

/**
 * The hosts that belong to a WebSocket address. One without encryption is on this machine (`WebUrl.ts`), and has its
 * files at the same place.
 */
export const mediaHosts = (webUrl: string): MediaHosts => {
  const { protocol, host } = new URL(webUrl)
  if (protocol === "ws:") return { download: `http://${host}`, upload: () => `http://${host}` }
  return {
    download: "https://mmg.whatsapp.net",
    upload: (hostname) => (isHost(hostname) ? `https://${hostname}` : null)
  }
}
