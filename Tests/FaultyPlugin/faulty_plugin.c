// A PJRT plugin that fails as it is told, for Scripts/check-device-faults.py.
//
// PLUGIN names a real plugin, to which everything else goes. FAULT is "old" for a version that is too old, "none" for no
// device, "driver" for one that does not answer, "compile:N" for a program that does not compile, "memory:N" for memory
// that does not suffice: after N programs that did.
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pjrt.h"

static const PJRT_Api *real;
static PJRT_Api *faulty;
static char fault[64];
static int left;
// The error that this plugin gives; its text is what a plugin would say.
static const char *text;
static char own_error;

static int is(const char *name) { return strcmp(fault, name) == 0; }

static PJRT_Error *failure(const char *message) {
  text = message;
  return (PJRT_Error *)&own_error;
}

static void message(PJRT_Error_Message_Args *arguments) {
  if ((const void *)arguments->error != &own_error) {
    real->PJRT_Error_Message(arguments);
    return;
  }
  arguments->message = text;
  arguments->message_size = strlen(text);
}

static void destroy(PJRT_Error_Destroy_Args *arguments) {
  if ((const void *)arguments->error != &own_error) real->PJRT_Error_Destroy(arguments);
}

static PJRT_Error *create(PJRT_Client_Create_Args *arguments) {
  return is("driver") ? failure("INTERNAL: no supported devices found for platform CUDA") : real->PJRT_Client_Create(arguments);
}

static PJRT_Error *devices(PJRT_Client_AddressableDevices_Args *arguments) {
  PJRT_Error *error = real->PJRT_Client_AddressableDevices(arguments);
  if (is("none")) arguments->num_addressable_devices = 0;
  return error;
}

static PJRT_Error *compile(PJRT_Client_Compile_Args *arguments) {
  if (is("compile") && left-- <= 0) return failure("UNIMPLEMENTED: this\n  operation");
  return real->PJRT_Client_Compile(arguments);
}

static PJRT_Error *execute(PJRT_LoadedExecutable_Execute_Args *arguments) {
  if (is("memory") && left-- <= 0)
    return failure("RESOURCE_EXHAUSTED: Out of memory while trying to allocate 17179869184 bytes.");
  return real->PJRT_LoadedExecutable_Execute(arguments);
}

const PJRT_Api *GetPjrtApi(void) {
  const char *path = getenv("PLUGIN"), *wanted = getenv("FAULT");
  void *library = path ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
  PJRT_GetApi get = library ? (PJRT_GetApi)dlsym(library, "GetPjrtApi") : NULL;
  if (get == NULL || wanted == NULL) {
    fprintf(stderr, "faulty_plugin: PLUGIN or FAULT is missing\n");
    exit(3);
  }
  sscanf(wanted, "%63[a-z]:%d", fault, &left);
  real = get();
  faulty = malloc(real->struct_size);
  memcpy(faulty, real, real->struct_size);
  if (is("old")) faulty->pjrt_api_version.minor_version = 30;
  faulty->PJRT_Error_Message = message;
  faulty->PJRT_Error_Destroy = destroy;
  faulty->PJRT_Client_Create = create;
  faulty->PJRT_Client_AddressableDevices = devices;
  faulty->PJRT_Client_Compile = compile;
  faulty->PJRT_LoadedExecutable_Execute = execute;
  return faulty;
}
