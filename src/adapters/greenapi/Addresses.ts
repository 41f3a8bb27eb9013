/** A chat or a person of Green API in the form that linked WhatsApp numbers have too; null for what is neither. */
export const ownAddress = (id: string | null): string | null => {
  if (id === null || !/^[\d-]{5,40}@(?:c\.us|g\.us|lid|s\.whatsapp\.net)$/.test(id)) return null
  return id.replace(/@c\.us$/, "@s.whatsapp.net")
}

/** The same for Green API. */
export const greenAddress = (chatId: string): string => chatId.replace(/@s\.whatsapp\.net$/, "@c.us")

/** Whether a chat is a group. */
export const isGroup = (chatId: string): boolean => chatId.endsWith("@g.us")
