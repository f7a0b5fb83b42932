/*
 * A disk that keeps only what was synced, for one process: loaded before its C library (LD_PRELOAD), it lets everything
 * happen as usual below DISK_ROOT and keeps a second copy below DISK_IMAGE/tree that knows of a write only when its file
 * was synced, and of a new, removed or renamed name only when its folder was synced. So after a kill the image is what
 * a power cut would have left. The file DISK_FAULT can hold a fault: `sync` makes syncs fail and forget what they should
 * have written, as Linux does; `full` leaves no room for any file to grow. Knows nothing of what the files are; what is
 * written through mmap is never kept.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { MOST_FDS = 4096, PATH_ROOM = 2 * PATH_MAX };

/* A write, or with `data` NULL a new length, that was not synced. */
struct change {
  struct change *next;
  off_t at;
  size_t length;
  char *data;
};

/* A file or folder by its number, which outlives its names. */
struct node {
  struct node *next;
  ino_t number;
  struct change *first, **last;
};

/* A change of a folder that was not synced. */
struct entry {
  struct entry *next;
  enum { NAMED, UNNAMED, FOLDER } what;
  ino_t folder, number;
  char path[PATH_MAX];
};

static const char *root, *image, *fault;
static size_t root_length;
static struct node *nodes;
static struct entry *entries, **last_entry = &entries;
static struct node *open_nodes[MOST_FDS];
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) \
  static __typeof__(name) *real; \
  if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

static int real_open(const char *path, int flags, mode_t mode) {
  REAL(open);
  return real(path, flags, mode);
}

static int real_close(int fd) {
  REAL(close);
  return real(fd);
}

static int real_unlink(const char *path) {
  REAL(unlink);
  return real(path);
}

static int real_mkdir(const char *path, mode_t mode) {
  REAL(mkdir);
  return real(path, mode);
}

static ssize_t real_pwrite(int fd, const void *data, size_t length, off_t at) {
  REAL(pwrite);
  return real(fd, data, length, at);
}

static int real_ftruncate(int fd, off_t length) {
  REAL(ftruncate);
  return real(fd, length);
}

__attribute__((constructor)) static void begin(void) {
  root = getenv("DISK_ROOT");
  image = getenv("DISK_IMAGE");
  fault = getenv("DISK_FAULT");
  root_length = root ? strlen(root) : 0;
  unsetenv("LD_PRELOAD");
}

/* Where the path is below the root ("" for the root itself), or NULL. */
static const char *below_root(const char *path) {
  if (!root || !image || strncmp(path, root, root_length)) return NULL;
  if (path[root_length] == '\0') return "";
  return path[root_length] == '/' ? path + root_length + 1 : NULL;
}

static void tree_path(char *out, const char *relative) { snprintf(out, PATH_ROOM, "%s/tree/%s", image, relative); }

static void node_path(char *out, ino_t number) {
  snprintf(out, PATH_ROOM, "%s/inodes/%lu", image, (unsigned long)number);
}

static int has_fault(const char *name) {
  char told[16] = "";
  int fd = fault ? real_open(fault, O_RDONLY, 0) : -1;
  if (fd < 0) return 0;
  ssize_t length = read(fd, told, sizeof told - 1);
  real_close(fd);
  return length > 0 && !strncmp(told, name, strlen(name));
}

static void forget_changes(struct node *node) {
  while (node->first) {
    struct change *change = node->first;
    node->first = change->next;
    free(change->data);
    free(change);
  }
  node->last = &node->first;
}

static struct node *node_of(ino_t number) {
  for (struct node *node = nodes; node; node = node->next)
    if (node->number == number) return node;
  struct node *node = calloc(1, sizeof *node);
  node->number = number;
  node->last = &node->first;
  node->next = nodes;
  return nodes = node;
}

static ino_t folder_of(const char *path) {
  char folder[PATH_MAX];
  struct stat found;
  snprintf(folder, sizeof folder, "%s", path);
  *strrchr(folder, '/') = '\0';
  return stat(folder, &found) ? 0 : found.st_ino;
}

static void add_entry(int what, const char *path, ino_t number) {
  struct entry *entry = calloc(1, sizeof *entry);
  entry->what = what;
  entry->folder = folder_of(path);
  entry->number = number;
  snprintf(entry->path, sizeof entry->path, "%s", below_root(path));
  *last_entry = entry;
  last_entry = &entry->next;
}

static void add_change(struct node *node, off_t at, const void *data, size_t length) {
  struct change *change = calloc(1, sizeof *change);
  change->at = at;
  change->length = length;
  if (data) change->data = memcpy(malloc(length), data, length);
  *node->last = change;
  node->last = &change->next;
}

/* A file was opened for the first time: from now on its content in the image has its number. */
static void meet(struct node *node, const char *path, int is_new) {
  char content[PATH_ROOM], name[PATH_ROOM];
  node_path(content, node->number);
  if (is_new) {
    forget_changes(node);
    real_unlink(content);
    return add_entry(NAMED, path, node->number);
  }
  tree_path(name, below_root(path));
  if (access(content, F_OK) && !access(name, F_OK) && link(name, content)) abort();
}

static int open_watched(const char *path, int flags, mode_t mode) {
  if (!below_root(path)) return real_open(path, flags, mode);
  pthread_mutex_lock(&mutex);
  int was_there = !access(path, F_OK);
  int fd = real_open(path, flags, mode);
  int error = errno;
  struct stat found;
  if (fd >= 0 && fd < MOST_FDS && !fstat(fd, &found)) {
    struct node *node = open_nodes[fd] = node_of(found.st_ino);
    if (S_ISREG(found.st_mode)) {
      meet(node, path, !was_there);
      if (was_there && (flags & O_TRUNC)) add_change(node, 0, NULL, 0);
    }
  }
  pthread_mutex_unlock(&mutex);
  errno = error;
  return fd;
}

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    va_list more; \
    va_start(more, flags); \
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0; \
    va_end(more); \
    return open_watched(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

int close(int fd) {
  if (fd >= 0 && fd < MOST_FDS) open_nodes[fd] = NULL;
  return real_close(fd);
}

static struct node *watched(int fd) { return fd >= 0 && fd < MOST_FDS ? open_nodes[fd] : NULL; }

static int lacks_room(int fd, off_t end) {
  struct stat found;
  return has_fault("full") && !fstat(fd, &found) && end > found.st_size;
}

static ssize_t write_watched(int fd, const void *data, size_t length, off_t at) {
  if (lacks_room(fd, at + (off_t)length)) {
    errno = ENOSPC;
    return -1;
  }
  ssize_t written = real_pwrite(fd, data, length, at);
  if (written <= 0) return written;
  pthread_mutex_lock(&mutex);
  add_change(watched(fd), at, data, (size_t)written);
  pthread_mutex_unlock(&mutex);
  return written;
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t at) {
  return watched(fd) ? write_watched(fd, data, length, at) : real_pwrite(fd, data, length, at);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t at) { return pwrite(fd, data, length, at); }

ssize_t write(int fd, const void *data, size_t length) {
  REAL(write);
  if (!watched(fd)) return real(fd, data, length);
  off_t at = lseek(fd, 0, SEEK_CUR);
  ssize_t written = write_watched(fd, data, length, at);
  if (written > 0) lseek(fd, at + written, SEEK_SET);
  return written;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  REAL(writev);
  if (!watched(fd)) return real(fd, parts, count);
  ssize_t sum = 0;
  for (int part = 0; part < count; part += 1) {
    ssize_t written = write(fd, parts[part].iov_base, parts[part].iov_len);
    if (written < 0) return sum ? sum : written;
    sum += written;
  }
  return sum;
}

int ftruncate(int fd, off_t length) {
  if (watched(fd) && lacks_room(fd, length)) {
    errno = ENOSPC;
    return -1;
  }
  int failed = real_ftruncate(fd, length);
  if (failed || !watched(fd)) return failed;
  pthread_mutex_lock(&mutex);
  add_change(watched(fd), length, NULL, 0);
  pthread_mutex_unlock(&mutex);
  return 0;
}

int ftruncate64(int fd, off64_t length) { return ftruncate(fd, length); }

static void keep_content(struct node *node) {
  char content[PATH_ROOM];
  node_path(content, node->number);
  int fd = real_open(content, O_WRONLY | O_CREAT, 0600);
  if (fd < 0) abort();
  for (struct change *change = node->first; change; change = change->next) {
    if (!change->data && real_ftruncate(fd, change->at)) abort();
    if (change->data && real_pwrite(fd, change->data, change->length, change->at) != (ssize_t)change->length) abort();
  }
  forget_changes(node);
  real_close(fd);
}

static void keep_entry(const struct entry *entry) {
  char name[PATH_ROOM], content[PATH_ROOM], aside[PATH_ROOM];
  tree_path(name, entry->path);
  if (entry->what == FOLDER) return (void)real_mkdir(name, 0700);
  if (entry->what == UNNAMED) return (void)real_unlink(name);
  node_path(content, entry->number);
  snprintf(aside, sizeof aside, "%s/aside", image);
  /* A file that was never synced has its name and nothing else. */
  real_close(real_open(content, O_WRONLY | O_CREAT, 0600));
  real_unlink(aside);
  REAL(rename);
  if (link(content, aside) || (real(aside, name) && errno != ENOENT)) abort();
  real_unlink(aside);
}

static void keep_folder(ino_t folder) {
  for (struct entry **place = &entries; *place;) {
    struct entry *entry = *place;
    if (entry->folder != folder) {
      place = &entry->next;
      continue;
    }
    keep_entry(entry);
    *place = entry->next;
    free(entry);
  }
  last_entry = &entries;
  while (*last_entry) last_entry = &(*last_entry)->next;
}

static int sync_watched(int fd, int (*real)(int)) {
  struct node *node = watched(fd);
  if (!node) return real(fd);
  struct stat found;
  int failed = fstat(fd, &found);
  pthread_mutex_lock(&mutex);
  if (!failed && has_fault("sync")) {
    forget_changes(node);
    errno = EIO;
    failed = -1;
  } else if (!failed && S_ISDIR(found.st_mode)) {
    keep_folder(found.st_ino);
  } else if (!failed) {
    keep_content(node);
  }
  pthread_mutex_unlock(&mutex);
  return failed;
}

int fsync(int fd) {
  REAL(fsync);
  return sync_watched(fd, real);
}

int fdatasync(int fd) {
  REAL(fdatasync);
  return sync_watched(fd, real);
}

int unlink(const char *path) {
  if (!below_root(path)) return real_unlink(path);
  pthread_mutex_lock(&mutex);
  int failed = real_unlink(path);
  int error = errno;
  if (!failed) add_entry(UNNAMED, path, 0);
  pthread_mutex_unlock(&mutex);
  errno = error;
  return failed;
}

int rename(const char *from, const char *to) {
  REAL(rename);
  if (!below_root(from) || !below_root(to)) return real(from, to);
  struct stat found;
  pthread_mutex_lock(&mutex);
  int failed = stat(from, &found) || real(from, to);
  int error = errno;
  if (!failed) {
    add_entry(NAMED, to, found.st_ino);
    add_entry(UNNAMED, from, 0);
  }
  pthread_mutex_unlock(&mutex);
  errno = error;
  return failed ? -1 : 0;
}

int mkdir(const char *path, mode_t mode) {
  int failed = real_mkdir(path, mode);
  if (!failed && below_root(path)) {
    pthread_mutex_lock(&mutex);
    add_entry(FOLDER, path, 0);
    pthread_mutex_unlock(&mutex);
  }
  return failed;
}
