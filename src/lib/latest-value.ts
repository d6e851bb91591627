/** What is made of texts that are replaced while we run. */

/**
 * Made anew when what is read has changed, and the same until then. What nothing can be made of is told
 * once, and what was made before goes on: a certificate and its key may be replaced one after the other.
 *
 * @param first what has been read already
 * @throws what `make` throws of it
 */
export function latestValue<Given, Made>(
  first: Given,
  read: () => Given,
  make: (given: Given) => Made,
  onUnusable: (error: unknown) => void,
): () => Made {
  let made = make(first)
  let seen = JSON.stringify(first)
  return () => {
    const now = read()
    const text = JSON.stringify(now)
    if (text === seen) return made
    seen = text
    try {
      made = make(now)
    } catch (error) {
      onUnusable(error)
    }
    return made
  }
}
