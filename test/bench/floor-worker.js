// The floor that the product is measured against: the request's body into R2, an object's bytes out of it, and nothing else.
export default {
  async fetch(request, env) {
    const key = new URL(request.url).pathname
    switch (request.method) {
      case 'GET':
        return new Response((await env.MEDIA_BUCKET.get(key)).body)
      case 'DELETE':
        await env.MEDIA_BUCKET.delete(key)
        return new Response(null, { status: 204 })
      default:
        await env.MEDIA_BUCKET.put(key, request.body)
        return new Response('ok', { status: 201 })
    }
  },
}
