// JPEG decoding behind a plain interface: libjpeg reports errors by longjmp, which must not cross
// Swift's frames, so everything between setjmp and longjmp lives in this target.

#ifndef C_IMAGE_CODECS_H
#define C_IMAGE_CODECS_H

#include <stddef.h>
#include <stdint.h>

/// Space for any message that the functions below leave, its terminating zero included.
#define JPEG_CODEC_MESSAGE_SIZE 256

/// The size of an image; channels is 1 or 3, or 4 for CMYK; exif_count the bytes of its Exif data.
typedef struct {
  uint32_t width;
  uint32_t height;
  uint32_t channels;
  uint32_t exif_count;
} jpeg_codec_header;

/// Reads the header of a JPEG image in memory, which may end after the header, and copies as much of its
/// Exif data as exif has room for.
/// Returns 0, or -1 with the reason in message.
int jpeg_codec_read_header(const uint8_t *bytes, size_t count, jpeg_codec_header *header,
                           uint8_t *exif, size_t exif_capacity,
                           char message[JPEG_CODEC_MESSAGE_SIZE]);

/// Decodes a gray or color image into pixels, which must hold exactly its
/// height × width × channels bytes, channels last. Damaged and truncated images are errors.
/// Returns 0, or -1 with the reason in message.
int jpeg_codec_decode(const uint8_t *bytes, size_t count, uint8_t *pixels, size_t pixel_count,
                      char message[JPEG_CODEC_MESSAGE_SIZE]);

#endif
