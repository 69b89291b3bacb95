/** Knows whether the network is there, so that a page can say so in one quiet line. */
import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

export function useConnection(): { online: Ref<boolean> } {
  const online = ref(navigator.onLine)
  const look = () => (online.value = navigator.onLine)
  onMounted(() => {
    window.addEventListener('online', look)
    window.addEventListener('offline', look)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('online', look)
    window.removeEventListener('offline', look)
  })
  return { online }
}
