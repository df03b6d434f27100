// Tries the decoder of JPEG images in Sources/CImageCodecs: whole, cut and damaged files whose last byte
// touches a page that nobody may read, into pixels and texts that fit exactly.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "../support/check.h"
#include "../support/guarded.h"
#include "CImageCodecs.h"

#define EXIF_ROOM 300

typedef struct {
  size_t width, height;
  int components;  // 1, 3, or 4 for CMYK
  int is_progressive;
  size_t exif_count;
  uint8_t *bytes;
  unsigned long count;
} File;

// The value of a smooth image.
static uint8_t pixel(size_t row, size_t column, int component) {
  return (uint8_t)(20 + 2 * row + 3 * column + 20 * (size_t)component);
}

static void encode(File *file) {
  struct jpeg_compress_struct codec;
  struct jpeg_error_mgr errors;
  codec.err = jpeg_std_error(&errors);
  jpeg_create_compress(&codec);
  jpeg_mem_dest(&codec, &file->bytes, &file->count);
  codec.image_width = (JDIMENSION)file->width;
  codec.image_height = (JDIMENSION)file->height;
  codec.input_components = file->components;
  codec.in_color_space =
      file->components == 1 ? JCS_GRAYSCALE : file->components == 3 ? JCS_RGB : JCS_CMYK;
  jpeg_set_defaults(&codec);
  jpeg_set_quality(&codec, 95, TRUE);
  if (file->is_progressive) jpeg_simple_progression(&codec);
  jpeg_start_compress(&codec, TRUE);
  if (file->exif_count > 0) {
    uint8_t exif[6 + EXIF_ROOM] = "Exif\0";
    for (size_t i = 0; i < file->exif_count; ++i) exif[6 + i] = (uint8_t)i;
    jpeg_write_marker(&codec, JPEG_APP0 + 1, exif, (unsigned)(6 + file->exif_count));
  }
  uint8_t *line = malloc(file->width * (size_t)file->components);
  for (size_t row = 0; row < file->height; ++row) {
    for (size_t i = 0; i < file->width * (size_t)file->components; ++i)
      line[i] = pixel(row, i / (size_t)file->components, (int)(i % (size_t)file->components));
    jpeg_write_scanlines(&codec, &line, 1);
  }
  free(line);
  jpeg_finish_compress(&codec);
  jpeg_destroy_compress(&codec);
}

static const uint8_t *guarded_copy(const uint8_t *bytes, size_t count) {
  uint8_t *copy = guarded(count, 1);
  memcpy(copy, bytes, count);
  seal(copy);
  return copy;
}

static void check_message(int code, const char *message) {
  const char *end = memchr(message, 0, JPEG_CODEC_MESSAGE_SIZE);
  check(code == 0 || code == -1, "the code is %d", code);
  check(end != NULL, "the message has no end");
  check(code == 0 || end != message, "there is no message");
}

// Reads the header, and the pixels into as much room as the header says; whether both worked.
static int decode(const uint8_t *bytes, size_t count, size_t exif_room, uint8_t **pixels) {
  const uint8_t *file = guarded_copy(bytes, count);
  char *message = guarded(JPEG_CODEC_MESSAGE_SIZE, 1);
  uint8_t *exif = guarded(exif_room, 1);
  jpeg_codec_header *header = guarded(sizeof *header, sizeof(uint32_t));
  int code = jpeg_codec_read_header(file, count, header, exif, exif_room, message);
  check_message(code, message);
  if (code != 0) return 0;
  check(header->exif_count <= exif_room, "%u bytes of Exif data", header->exif_count);
  const size_t size = (size_t)header->width * header->height * (header->channels == 1 ? 1 : 3);
  if (size > 1 << 20) return 0;  // A damaged size.
  *pixels = guarded(size, 1);
  code = jpeg_codec_decode(file, count, *pixels, size, message);
  check_message(code, message);
  return code == 0;
}

static void try_whole(const File *file) {
  uint8_t *pixels;
  const int worked = decode(file->bytes, file->count, EXIF_ROOM, &pixels);
  check(worked == (file->components < 4), "told %d", worked);
  for (size_t i = 0; worked && i < file->width * file->height * (size_t)file->components; ++i) {
    const size_t at = i / (size_t)file->components;
    const int exact = pixel(at / file->width, at % file->width, (int)(i % (size_t)file->components));
    // Colors are stored at half the resolution.
    check(abs(pixels[i] - exact) <= 8, "byte %zu is %d, not %d", i, pixels[i], exact);
  }
  char message[JPEG_CODEC_MESSAGE_SIZE];
  uint8_t *small = guarded(1, 1);
  if (file->width * file->height > 1)
    check(jpeg_codec_decode(file->bytes, file->count, small, 1, message) == -1, "fits in one byte");
  release_all();
  decode(file->bytes, file->count, file->exif_count / 2, &pixels);
  release_all();
}

static void try_damaged(const File *file, const char *name) {
  uint8_t *pixels, *bytes = malloc(file->count);
  // Headers at every byte, the rest at some.
  for (size_t count = 0; count < file->count; count += count < 700 ? 1 : 13) {
    begin_case("the first %zu bytes of %s", count, name);
    check(!decode(file->bytes, count, EXIF_ROOM, &pixels) || count + 2 >= file->count, "was decoded");
    release_all();
  }
  for (int i = 0; i < 400; ++i) {
    const size_t at = draw_below(file->count), bit = draw_below(8);
    begin_case("%s with bit %zu of byte %zu turned", name, bit, at);
    memcpy(bytes, file->bytes, file->count);
    bytes[at] ^= (uint8_t)(1 << bit);
    decode(bytes, file->count, EXIF_ROOM, &pixels);
    release_all();
  }
  free(bytes);
}

int main(void) {
  begin_checks();
  static const size_t sides[] = {1, 7, 8, 9, 16, 17, 33};
  for (placement = AT_END; placement <= AT_START; ++placement)
    for (int components = 1; components <= 4; components += components == 1 ? 2 : 1)
      for (int i = 0; i < 12; ++i) {
        File file = {
          .width = DRAW(sides), .height = DRAW(sides), .components = components,
          .is_progressive = i % 2, .exif_count = i % 3 * (size_t)EXIF_ROOM / 2};
        char name[128];
        snprintf(
            name, sizeof name, "a %s JPEG image of %zu x %zu x %d, %zu bytes of Exif data",
            file.is_progressive ? "progressive" : "plain", file.width, file.height, components,
            file.exif_count);
        begin_case("%s", name);
        encode(&file);
        try_whole(&file);
        if (i < 4) try_damaged(&file, name);
        free(file.bytes);
      }
  return end_checks("codecs");
}
