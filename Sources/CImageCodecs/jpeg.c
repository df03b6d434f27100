#include "CImageCodecs.h"

#include <setjmp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

// A progressive image of a few kilobytes can hold thousands of scans over millions of pixels.
enum { most_scans = 100 };

// libjpeg's error handler with the return point. The library's struct comes first, so that a pointer to it is
// a pointer to this.
typedef struct {
  struct jpeg_error_mgr errors;
  jmp_buf caller;
  char *message;
} error_state;

static void fail(j_common_ptr codec) {
  error_state *state = (error_state *)codec->err;
  char text[JMSG_LENGTH_MAX];
  codec->err->format_message(codec, text);
  strncpy(state->message, text, JPEG_CODEC_MESSAGE_SIZE - 1);
  state->message[JPEG_CODEC_MESSAGE_SIZE - 1] = 0;
  longjmp(state->caller, 1);
}

// libjpeg fills in missing or damaged data and only warns: here that is an error.
static void handle_warning(j_common_ptr codec, int level) {
  if (level >= 0) return;
  switch (codec->err->msg_code) {
    case JWRN_JPEG_EOF:
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_MUST_RESYNC:
    case JWRN_BOGUS_PROGRESSION:
      fail(codec);
  }
}

static void count_scans(j_common_ptr codec) {
  if (!codec->is_decompressor) return;
  if (((j_decompress_ptr)codec)->input_scan_number > most_scans) {
    error_state *state = (error_state *)codec->err;
    strcpy(state->message, "too many scans");
    longjmp(state->caller, 1);
  }
}

// Prepares the codec and reads the header, with Exif segments if wanted. Failures jump back to the caller's
// setjmp.
static void start(struct jpeg_decompress_struct *codec, const uint8_t *bytes, size_t count,
                  int keeps_exif) {
  jpeg_create_decompress(codec);
  jpeg_mem_src(codec, bytes, (unsigned long)count);
  if (keeps_exif) jpeg_save_markers(codec, JPEG_APP0 + 1, 0xffff);
  jpeg_read_header(codec, TRUE);
}

static struct jpeg_error_mgr *errors(error_state *state, char *message) {
  jpeg_std_error(&state->errors);
  state->errors.error_exit = fail;
  state->errors.emit_message = handle_warning;
  state->message = message;
  message[0] = 0;
  return &state->errors;
}

// Copies the data of the first Exif segment, without its name.
static uint32_t copy_exif(const struct jpeg_decompress_struct *codec, uint8_t *exif,
                          size_t capacity) {
  static const uint8_t name[6] = "Exif\0";
  for (jpeg_saved_marker_ptr marker = codec->marker_list; marker; marker = marker->next) {
    if (marker->data_length < sizeof name || memcmp(marker->data, name, sizeof name)) continue;
    size_t length = marker->data_length - sizeof name;
    if (length > capacity) length = capacity;
    memcpy(exif, marker->data + sizeof name, length);
    return (uint32_t)length;
  }
  return 0;
}

int jpeg_codec_read_header(const uint8_t *bytes, size_t count, jpeg_codec_header *header,
                           uint8_t *exif, size_t exif_capacity,
                           char message[JPEG_CODEC_MESSAGE_SIZE]) {
  struct jpeg_decompress_struct codec;
  error_state state;
  memset(&codec, 0, sizeof codec);
  codec.err = errors(&state, message);
  if (setjmp(state.caller)) {
    jpeg_destroy_decompress(&codec);
    return -1;
  }
  start(&codec, bytes, count, 1);
  header->exif_count = copy_exif(&codec, exif, exif_capacity);
  header->width = codec.image_width;
  header->height = codec.image_height;
  header->channels = (uint32_t)codec.num_components;
  jpeg_destroy_decompress(&codec);
  return 0;
}

int jpeg_codec_decode(const uint8_t *bytes, size_t count, uint8_t *pixels, size_t pixel_count,
                      char message[JPEG_CODEC_MESSAGE_SIZE]) {
  struct jpeg_decompress_struct codec;
  error_state state;
  memset(&codec, 0, sizeof codec);
  codec.err = errors(&state, message);
  if (setjmp(state.caller)) {
    jpeg_destroy_decompress(&codec);
    return -1;
  }
  struct jpeg_progress_mgr progress;
  memset(&progress, 0, sizeof progress);
  progress.progress_monitor = count_scans;
  start(&codec, bytes, count, 0);
  codec.progress = &progress;
  codec.out_color_space = codec.num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
  codec.dct_method = JDCT_ISLOW;
  jpeg_start_decompress(&codec);
  size_t row = (size_t)codec.output_width * (size_t)codec.output_components;
  if (row * codec.output_height != pixel_count) {
    strcpy(message, "its size differs from its header's");
    jpeg_destroy_decompress(&codec);
    return -1;
  }
  while (codec.output_scanline < codec.output_height) {
    JSAMPROW line = pixels + row * codec.output_scanline;
    jpeg_read_scanlines(&codec, &line, 1);
  }
  jpeg_finish_decompress(&codec);
  jpeg_destroy_decompress(&codec);
  return 0;
}
