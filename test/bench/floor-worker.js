// The floor that uploads are measured against: the request's body into R2, and nothing else.
export default {
  async fetch(request, env) {
    await env.MEDIA_BUCKET.put('floor', request.body)
    return new Response('ok')
  },
}
