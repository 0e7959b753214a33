# Builds work without ccache and mold, only slower.
include_guard()

find_program(CCACHE ccache)
if(CCACHE)
  # Presets and checkouts share what they have in common: neither the build folder nor the checkout's path counts.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}
    CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()

find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()
