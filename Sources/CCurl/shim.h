// libcurl's variadic functions, which Swift cannot call, with one wrapper per type.

#ifndef C_CURL_SHIM_H
#define C_CURL_SHIM_H

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

typedef size_t (*curl_shim_sink)(char *bytes, size_t size, size_t count, void *context);
typedef int (*curl_shim_ticker)(void *context, curl_off_t download_total, curl_off_t download_now,
                                curl_off_t upload_total, curl_off_t upload_now);

static inline CURLcode curl_shim_start(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

static inline CURLcode curl_shim_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode curl_shim_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode curl_shim_set_pointer(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode curl_shim_set_sink(CURL *handle, CURLoption option, curl_shim_sink sink) {
  return curl_easy_setopt(handle, option, sink);
}

static inline CURLcode curl_shim_set_ticker(CURL *handle, curl_shim_ticker ticker) {
  return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, ticker);
}

/// Allows HTTP and HTTPS; redirects lead to HTTPS only if `securely` is not 0.
static inline CURLcode curl_shim_restrict(CURL *handle, int securely) {
#if LIBCURL_VERSION_NUM >= 0x075500
  CURLcode code = curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  if (code != CURLE_OK) return code;
  return curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, securely ? "https" : "http,https");
#else
  long both = CURLPROTO_HTTP | CURLPROTO_HTTPS;
  CURLcode code = curl_easy_setopt(handle, CURLOPT_PROTOCOLS, both);
  if (code != CURLE_OK) return code;
  return curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS,
                          securely ? (long)CURLPROTO_HTTPS : both);
#endif
}

#endif
